with red as (
    select
        scorecard.la_code,
        scorecard.report_month,
        scorecard.row_key,
        coalesce(rules.indicator_id, layout.indicator_id) as indicator_id,
        coalesce(rules.breakdown, layout.breakdown) as breakdown,
        scorecard.target_from,
        scorecard.target_to,
        -- Outside the target on its high side, or else on its low one.
        scorecard.this_month_value >= coalesce(scorecard.target_to, scorecard.target_from) as is_too_high
    from {{ ref('report_scorecard') }} as scorecard
    inner join {{ ref('scorecard_layout') }} as layout
        on scorecard.row_key = layout.row_key
    left join {{ ref('scorecard_rules') }} as rules
        on
            scorecard.la_code = rules.la_code
            and scorecard.row_key = rules.row_key
            and scorecard.report_month between rules.valid_from
            and coalesce(rules.valid_to, cast('9999-12-31' as date))
    where
        scorecard.rag = 'red'
        -- Lists are for now: earlier months have their children in indicator_events.
        and scorecard.report_month in (
            select max(latest.report_month)
            from {{ ref('report_issues') }} as latest
            where latest.la_code = scorecard.la_code
        )
),

counted as (
    select
        red.*,
        spans.first_month_on,
        indicators.unit,
        indicators.is_share_of_total,
        indicators.record_kind = 'several records' as is_of_several_records,
        row_number() over (
            partition by red.la_code, red.row_key
            order by spans.publication_no desc
        ) as nth_choice
    from red
    inner join {{ ref('indicators') }} as indicators
        -- Behind a rate of the population stand all who are counted: no child makes it red.
        on red.indicator_id = indicators.indicator_id and indicators.unit <> 'rate_per_10k'
    inner join {{ ref('published_values') }} as spans
        on
            red.la_code = spans.la_code
            and red.indicator_id = spans.indicator_id
            and red.breakdown = spans.breakdown
            and red.report_month = spans.period_end_on
            and spans.period_kind = 'month'
),

-- Of a share of the total, the records of the other categories are the rest of the denominator. Where what is counted
-- and what it is counted out of are records of different kinds, the child joins them.
events_in_figures as (
    select
        counted.la_code,
        counted.report_month,
        counted.row_key,
        counted.unit,
        counted.target_from,
        counted.target_to,
        counted.is_too_high,
        events.indicator_id,
        events.subject_id,
        events.event_id,
        events.event_on,
        events.weight,
        events.breakdown = counted.breakdown as is_in_category,
        case when events.breakdown = counted.breakdown then events.numerator else 0 end as numerator,
        max(case when events.breakdown = counted.breakdown then events.numerator else 0 end) over (
            partition by
                counted.la_code,
                counted.row_key,
                case when counted.is_of_several_records then events.subject_id else events.event_id end,
                case when not counted.is_of_several_records then events.month_on end
        ) as numerator_in_all
    from counted
    inner join {{ ref('indicator_events') }} as events
        on
            counted.la_code = events.la_code
            and counted.indicator_id = events.indicator_id
            and (counted.breakdown = events.breakdown or counted.is_share_of_total)
            and events.month_on between counted.first_month_on and counted.report_month
    where counted.nth_choice = 1
)

select
    events.la_code,
    events.report_month,
    events.row_key,
    events.indicator_id,
    events.subject_id,
    events.event_id,
    events.event_on,
    events.numerator,
    lead_workers.professional_id,
    lead_workers.team_group
from events_in_figures as events
left join {{ ref('lead_workers') }} as lead_workers
    on
        events.la_code = lead_workers.la_code
        and events.subject_id = lead_workers.child_id
        and lead_workers.is_lead_today
where
    case
        when events.unit = 'average' and events.is_too_high
            then events.is_in_category and events.numerator > events.target_to * events.weight
        when events.unit = 'average'
            then events.is_in_category and events.numerator < events.target_from * events.weight
        when events.is_too_high then events.is_in_category and events.numerator > 0
        -- Of a share that is too low, those who are not in it; nobody is behind a number that is too low.
        when events.unit = 'percent' then events.weight > 0 and events.numerator_in_all = 0
        else false
    end
