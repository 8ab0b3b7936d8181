with checks as (
    select
        sums.*,
        sums.found = sums.expected as is_right
    from {{ ref('figure_check_sums') }} as sums
    union all
    select
        years.*,
        years.found = years.expected as is_right
    from {{ ref('figure_check_years') }} as years
    union all
    select
        ranges.la_code,
        ranges.report_month,
        ranges.check_id,
        ranges.what,
        ranges.cell,
        ranges.period_kind,
        ranges.period_end_on,
        ranges.expected,
        ranges.found,
        false as is_known_at_different_dates,
        ranges.is_within_its_past as is_right
    from {{ ref('figure_check_ranges') }} as ranges
),

named as (
    select
        checks.*,
        case checks.period_kind
            when 'month' then {{ month_label('checks.period_end_on') }}
            else {{ reporting_year_label('checks.period_end_on') }}
        end as period
    from checks
)

select
    named.la_code,
    named.report_month,
    named.check_id,
    named.cell,
    named.period,
    named.what,
    cast(named.expected as double) as expected,
    cast(named.found as double) as found,
    case
        when named.is_right then 'passed'
        when exceptions.reason is not null or named.is_known_at_different_dates then 'exception'
        else 'failed'
    end as result,
    case
        when named.is_right then null
        else coalesce(
            exceptions.reason,
            case
                when named.is_known_at_different_dates then 'the figures were published from different deliveries'
            end
        )
    end as reason
from named
left join {{ ref('figure_check_exceptions') }} as exceptions
    on
        named.la_code = exceptions.la_code
        and named.check_id = exceptions.check_id
        and named.cell = exceptions.cell
        and named.period = exceptions.period
        and named.found - named.expected = exceptions.difference
