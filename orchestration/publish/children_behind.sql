-- The children and events behind one printed figure: name the figure as report_figures does, get one row per event.
-- A number is the sum of `numerator`, a denominator the sum of `weight`, a percentage or average one over the other.
with figure as (
    select
        ledger.*,
        indicators.is_share_of_total
    from reporting.report_figures as printed
    inner join reporting.indicators as indicators
        on printed.indicator_id = indicators.indicator_id
    inner join reporting.published_values as ledger
        on
            printed.la_code = ledger.la_code
            and printed.indicator_id = ledger.indicator_id
            and printed.indicator_breakdown = ledger.breakdown
            and printed.period_end_on = ledger.period_end_on
            and printed.issue = ledger.issue
            and printed.period_kind = ledger.period_kind
    where
        printed.la_code = $la_code
        and printed.report_month = $report_month
        and printed.page = $page
        and printed.key = $key
        and printed.breakdown = $breakdown
        and printed.period_kind = $period_kind
        and printed.period = $period
        and printed.part = $part
),

changes as (
    select
        changes.* replace (
            case when changes.breakdown = figure.breakdown then changes.numerator else 0 end as numerator
        ),
        row_number() over (
            partition by changes.breakdown, changes.month_on, changes.event_id
            order by changes.change_no desc
        ) as nth_from_last
    from reporting.published_event_changes as changes
    inner join figure
        on
            changes.la_code = figure.la_code
            and changes.indicator_id = figure.indicator_id
            -- Of a share of the total, the other categories are the rest of the denominator.
            and (changes.breakdown = figure.breakdown or figure.is_share_of_total)
            and changes.month_on between figure.first_month_on and figure.period_end_on
            and changes.publication_no <= figure.publication_no
)

select
    subject_id,
    event_id,
    event_on,
    month_on,
    numerator,
    weight
from changes
where nth_from_last = 1 and is_counted
order by event_on, event_id
