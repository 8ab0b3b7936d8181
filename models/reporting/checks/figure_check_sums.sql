{{ config(materialized='ephemeral') }}

-- Wholes against the sums of their parts, as seeds/figure_check_terms.csv says them: for each month and year to date of
-- a report, or for the months of the newest delivery where a report does not print all terms.
with followed_months as (
    select
        'report' as taken_from,
        shown.la_code,
        shown.report_month,
        shown.period_end_on
    from {{ ref('report_values') }} as shown
    where shown.indicator_id = 'looked_after' and shown.period_kind = 'month'
    union all
    select
        'delivery' as taken_from,
        deliveries.la_code,
        deliveries.delivery_month_on as report_month,
        months.month_on as period_end_on
    from {{ ref('stg_deliveries') }} as deliveries
    cross join {{ ref('reporting_months') }} as months
    where deliveries.is_newest
),

-- What changes the number of looked-after children beside admissions and leavings. No report prints it, so it is as the
-- newest delivery knows it.
other_changes as (
    select
        followed_months.taken_from,
        followed_months.la_code,
        followed_months.report_month,
        'looked_after_other_changes' as indicator_id,
        'all' as breakdown,
        'month' as period_kind,
        followed_months.period_end_on,
        coalesce(sum(periods.other_change), 0) as numerator,
        null as denominator,
        deliveries.as_known_on
    from followed_months
    inner join {{ ref('stg_deliveries') }} as deliveries
        on followed_months.la_code = deliveries.la_code and deliveries.is_newest
    left join {{ ref('periods_of_care_by_period') }} as periods
        on followed_months.la_code = periods.la_code and followed_months.period_end_on = periods.month_on
    group by
        followed_months.taken_from, followed_months.la_code, followed_months.report_month,
        followed_months.period_end_on, deliveries.as_known_on
),

cells as (
    select
        'report' as taken_from,
        shown.la_code,
        shown.report_month,
        shown.indicator_id,
        shown.breakdown,
        shown.period_kind,
        shown.period_end_on,
        shown.numerator,
        shown.denominator,
        shown.as_known_on
    from {{ ref('report_values') }} as shown
    where shown.value_status in ('reported', 'no_cases')
    union all
    select
        'delivery' as taken_from,
        deliveries.la_code,
        deliveries.delivery_month_on as report_month,
        indicators.indicator_id,
        'all' as breakdown,
        'month' as period_kind,
        months.month_on as period_end_on,
        count(events.event_id) as numerator,
        null as denominator,
        deliveries.as_known_on
    from {{ ref('stg_deliveries') }} as deliveries
    cross join {{ ref('reporting_months') }} as months
    cross join {{ ref('indicators') }} as indicators
    left join {{ ref('indicator_events') }} as events
        on
            deliveries.la_code = events.la_code
            and indicators.indicator_id = events.indicator_id
            and months.month_on = events.month_on
    where
        deliveries.is_newest
        and indicators.indicator_id in (
            select terms.indicator_id from {{ ref('figure_check_terms') }} as terms
            where terms.taken_from = 'delivery'
        )
    group by
        deliveries.la_code, deliveries.delivery_month_on, indicators.indicator_id, months.month_on,
        deliveries.as_known_on
    union all
    select * from other_changes
),

filled_terms as (
    select
        cells.la_code,
        cells.report_month,
        terms.check_id,
        terms.what,
        terms.taken_from,
        terms.term_no,
        terms.side,
        cells.period_kind,
        case cells.period_kind
            when 'month' then last_day({{ add_months('cells.period_end_on', 'terms.months_before') }})
            else cells.period_end_on
        end as period_end_on,
        max(terms.indicator_id) as indicator_id,
        sum(terms.sign * case terms.quantity when 'denominator' then cells.denominator else cells.numerator end)
            as amount,
        min(cells.as_known_on) as first_known_on,
        max(cells.as_known_on) as last_known_on
    from {{ ref('figure_check_terms') }} as terms
    inner join cells
        on
            terms.taken_from = cells.taken_from
            and terms.indicator_id = cells.indicator_id
            and (terms.breakdown = cells.breakdown or terms.breakdown = '*')
    group by
        cells.la_code, cells.report_month, terms.check_id, terms.what, terms.taken_from, terms.term_no,
        terms.side, terms.months_before, cells.period_kind, cells.period_end_on
),

needed as (
    select
        terms.check_id,
        count(*) as terms_needed
    from {{ ref('figure_check_terms') }} as terms
    group by terms.check_id
)

select
    filled_terms.la_code,
    filled_terms.report_month,
    filled_terms.check_id,
    filled_terms.what,
    max(filled_terms.indicator_id) filter (where filled_terms.side = 'whole') as cell,
    filled_terms.period_kind,
    filled_terms.period_end_on,
    sum(filled_terms.amount) filter (where filled_terms.side = 'part') as expected,
    sum(filled_terms.amount) filter (where filled_terms.side = 'whole') as found,
    min(filled_terms.first_known_on) < max(filled_terms.last_known_on) as is_known_at_different_dates
from filled_terms
inner join needed
    on filled_terms.check_id = needed.check_id
where
    filled_terms.taken_from = 'report'
    -- Of a delivery, the months that this run computes; months long past hold repairs that count no leaving.
    or filled_terms.period_end_on in (
        select months.month_on from {{ ref('reporting_months') }} as months
        where months.is_asked_for
    )
group by
    filled_terms.la_code, filled_terms.report_month, filled_terms.check_id, filled_terms.what,
    filled_terms.period_kind, filled_terms.period_end_on, needed.terms_needed
having count(*) = needed.terms_needed
