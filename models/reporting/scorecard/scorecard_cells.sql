{{ config(materialized='ephemeral') }}

-- The three months and the year to date of each scorecard row, with the counting and the decimals of its own where
-- scorecard_rules gives them.
with months as (
    select
        issues.la_code,
        issues.report_month,
        places.place,
        places.period_kind,
        last_day({{ add_months('issues.report_month', '-places.months_before') }}) as period_end_on
    from {{ ref('report_issues') }} as issues
    cross join (
        values
        ('two_months_before', 'month', 2), ('month_before', 'month', 1), ('this_month', 'month', 0),
        ('year_to_date', 'ytd', 0)
    ) as places (place, period_kind, months_before)
    where issues.is_latest_issue
),

wanted as (
    select
        months.*,
        layout.row_key,
        layout.part,
        layout.quantity,
        coalesce(rules.indicator_id, layout.indicator_id) as indicator_id,
        coalesce(rules.breakdown, layout.breakdown) as breakdown,
        rules.decimals
    from months
    inner join {{ ref('scorecard_layout') }} as layout
        on (months.period_kind = 'month' or layout.has_year_to_date)
    left join {{ ref('scorecard_rules') }} as rules
        on
            months.la_code = rules.la_code
            and layout.row_key = rules.row_key
            and months.period_kind = 'month'
            and months.period_end_on between rules.valid_from
            and coalesce(rules.valid_to, cast('9999-12-31' as date))
),

filled as (
    select
        wanted.*,
        coalesce(wanted.decimals, shown.decimals) as printed_decimals,
        case
            when wanted.quantity = 'numerator' then {{ printed_number('wanted.quantity', 'shown.numerator') }}
            when shown.value_status <> 'reported' then null
            when wanted.part = 'percent' and wanted.decimals is not null
                then {{ half_up('shown.numerator', 'shown.denominator', 100, 'wanted.decimals') }}
            else shown.rounded_value
        end as value
    from wanted
    left join {{ ref('report_values') }} as shown
        on
            wanted.la_code = shown.la_code
            and wanted.report_month = shown.report_month
            and wanted.indicator_id = shown.indicator_id
            and wanted.breakdown = shown.breakdown
            and wanted.period_kind = shown.period_kind
            and wanted.period_end_on = shown.period_end_on
)

select
    filled.la_code,
    filled.report_month,
    filled.row_key,
    filled.place,
    filled.value,
    concat_ws('/', filled.indicator_id, filled.breakdown, cast(filled.printed_decimals as string)) as figure,
    coalesce({{ printed('filled.part', 'filled.value', 'filled.printed_decimals') }}, '-') as printed
from filled
