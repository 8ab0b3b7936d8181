with open_periods as (
    select
        periods.la_code,
        periods.period_of_care_id,
        periods.child_id,
        periods.started_on,
        spans.started_on as looked_after_since_on,
        deliveries.as_known_on,
        row_number() over (
            partition by periods.la_code, periods.child_id
            order by periods.started_on desc, periods.period_of_care_id desc
        ) as nth_choice
    from {{ ref('periods_of_care') }} as periods
    inner join {{ ref('stg_deliveries') }} as deliveries
        on periods.la_code = deliveries.la_code and deliveries.is_newest
    inner join {{ ref('looked_after_spans') }} as spans
        on
            periods.la_code = spans.la_code
            and periods.child_id = spans.child_id
            and deliveries.as_known_on >= spans.started_on
            and (spans.ended_on is null or deliveries.as_known_on < spans.ended_on)
    where
        periods.started_on <= deliveries.as_known_on
        and (periods.looked_after_until_on is null or periods.looked_after_until_on > deliveries.as_known_on)
)

select
    open_periods.la_code,
    open_periods.period_of_care_id,
    open_periods.child_id,
    open_periods.started_on,
    open_periods.looked_after_since_on,
    open_periods.as_known_on
from open_periods
where open_periods.nth_choice = 1
