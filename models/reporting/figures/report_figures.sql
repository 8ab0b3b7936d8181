with cells as (
    select
        shown.*,
        layout.page,
        layout.position,
        layout.key,
        coalesce(layout.breakdown, '') as printed_breakdown,
        layout.part,
        layout.quantity,
        layout.printed_as,
        -- Nothing to divide by leaves a number, and no share or rate.
        case
            when shown.value_status = 'no_cases' and layout.quantity <> 'value' then 'reported'
            when shown.value_status = 'population_missing' and layout.quantity = 'numerator' then 'reported'
            else shown.value_status
        end as cell_status,
        case layout.quantity
            when 'numerator' then shown.numerator
            when 'denominator' then shown.denominator
            else shown.rounded_value
        end as cell_value,
        max(
            case
                when layout.part = 'numerator' or layout.quantity = 'numerator' then shown.numerator
                when layout.part = 'count' then shown.denominator
            end
        ) over (
            partition by shown.la_code, shown.report_month, shown.indicator_id, shown.breakdown
        ) as most_in_report,
        case layout.quantity
            when 'numerator' then shown.first_numerator
            when 'denominator' then shown.first_denominator
            else shown.first_rounded_value
        end as first_cell_value
    from {{ ref('report_values') }} as shown
    inner join {{ ref('report_layout') }} as layout
        on
            shown.indicator_id = layout.indicator_id
            and shown.breakdown = layout.indicator_breakdown
            and (shown.period_kind <> 'ytd' or layout.has_year_to_date)
    left join {{ ref('collection_starts') }} as starts
        on shown.la_code = starts.la_code and shown.indicator_id = starts.indicator_id
    where starts.shown_from_on is null or shown.period_end_on >= starts.shown_from_on
),

in_words as (
    select
        cells.*,
        case
            when cells.cell_status <> 'reported' then '-'
            when cells.printed_as = 'own_columns'
                then case cells.part when 'denominator' then 'of ' else '' end || {{ whole_number('cells.cell_value') }}
            when cells.part in ('numerator', 'denominator')
                then {{ whole_number('cells.numerator') }} || ' of ' || {{ whole_number('cells.denominator') }}
            else {{ printed('cells.part', 'cells.cell_value', 'cells.decimals') }}
        end as printed_alone
    from cells
    -- A category of unknown codes is printed in the reports that have any.
    where cells.breakdown <> 'unknown' or cells.most_in_report > 0
)

select
    cells.la_code,
    cells.report_month,
    cells.page,
    cells.position,
    cells.key,
    cells.printed_breakdown as breakdown,
    cells.period_kind,
    case cells.period_kind
        when 'month' then {{ month_label('cells.period_end_on') }}
        when 'term' then terms.academic_year || ' ' || upper(left(terms.term, 1)) || lower(substr(terms.term, 2))
        else {{ reporting_year_label('cells.period_end_on') }}
    end as period,
    cells.part,
    cells.quantity,
    case when cells.cell_status = 'reported' then {{ printed_number('cells.quantity', 'cells.cell_value') }} end
        as value,
    {{ printed_number('cells.quantity', 'cells.first_cell_value') }} as first_value,
    case
        when cells.printed_as = 'count_in_brackets'
            then
                max(case when cells.part = 'percent' then cells.printed_alone end) over printed_together
                || ' (' || max(case when cells.part = 'count' then cells.printed_alone end) over printed_together || ')'
        when cells.printed_as = 'number_and_percent'
            then
                max(case when cells.part = 'numerator' then cells.printed_alone end) over printed_together
                || ' ' || max(case when cells.part = 'percent' then cells.printed_alone end) over printed_together
        else cells.printed_alone
    end as printed,
    cells.cell_status as value_status,
    cells.as_known_on,
    cells.issue,
    'computed' as origin,
    cells.indicator_id,
    cells.breakdown as indicator_breakdown,
    cells.period_end_on,
    cast(null as string) as vintage
from in_words as cells
left join {{ ref('council_terms') }} as terms
    on cells.la_code = terms.la_code and cells.period_end_on = terms.reported_month_on
window
    printed_together as (
        partition by
            cells.la_code, cells.report_month, cells.page, cells.key, cells.printed_breakdown,
            cells.period_kind, cells.period_end_on
    )
union all
select
    figures.la_code,
    figures.report_month,
    layout.page,
    layout.position,
    layout.key,
    coalesce(layout.breakdown, '') as breakdown,
    figures.period_kind,
    figures.period,
    layout.part,
    layout.quantity,
    {{ number_in('figures.printed', 'layout.part') }} as value,
    null as first_value,
    figures.printed,
    'reported' as value_status,
    figures.as_known_on,
    null as issue,
    'seed' as origin,
    layout.indicator_id,
    layout.indicator_breakdown,
    null as period_end_on,
    figures.vintage
from {{ ref('seed_figures') }} as figures
inner join {{ ref('report_layout') }} as layout
    on
        figures.page_key = layout.key
        and figures.page_breakdown = coalesce(layout.breakdown, '')
        and figures.page_part = layout.part
