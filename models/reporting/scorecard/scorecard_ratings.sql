{{ config(materialized='ephemeral') }}

-- Which way a row moved since the month before, and how it stands against its target. Both judge the printed numbers.
with pairs as (
    select
        cells.la_code,
        cells.report_month,
        cells.row_key,
        any_value(cells.value) filter (where cells.place = 'month_before') as before,
        any_value(cells.value) filter (where cells.place = 'this_month') as now,
        any_value(cells.printed) filter (where cells.place = 'month_before') as printed_before,
        any_value(cells.printed) filter (where cells.place = 'this_month') as printed_now
    from {{ ref('scorecard_cells') }} as cells
    group by cells.la_code, cells.report_month, cells.row_key
),

with_rules as (
    select
        pairs.*,
        lower(layout.good_performance) in ('low', 'within limits (low)') as is_low_good,
        case
            when layout.good_performance in ('High', 'Low') then lower(layout.good_performance) || ' is good'
            when lower(layout.good_performance) = 'within limits (low)' then 'low is good within limits'
        end as what_is_good,
        breaks.break_on,
        breaks.what_changed,
        targets.shape,
        targets.green_from,
        targets.green_to,
        targets.amber_from,
        targets.amber_to,
        targets.red_printed,
        targets.amber_printed,
        targets.green_printed,
        case targets.shape
            when 'at_least' then pairs.now >= targets.green_from
            when 'at_most' then pairs.now <= targets.green_to
            when 'below' then pairs.now < targets.green_to
            when 'within' then pairs.now between targets.green_from and targets.green_to
        end as is_target_met,
        case targets.shape
            when 'at_least' then pairs.now >= targets.amber_from
            when 'at_most' then pairs.now <= targets.amber_to
            when 'below' then pairs.now < targets.amber_to
            when 'within' then pairs.now between targets.amber_from and targets.amber_to
        end as is_within_tolerance
    from pairs
    inner join {{ ref('scorecard_layout') }} as layout
        on pairs.row_key = layout.row_key
    left join {{ ref('series_breaks') }} as breaks
        on
            pairs.la_code = breaks.la_code
            and layout.indicator_id = breaks.indicator_id
            and last_day({{ add_months('pairs.report_month', -1) }}) < breaks.break_on
            and pairs.report_month >= breaks.break_on
    left join {{ ref('targets') }} as targets
        on
            pairs.la_code = targets.la_code
            and pairs.row_key = targets.row_key
            and pairs.report_month between targets.valid_from and coalesce(targets.valid_to, cast('9999-12-31' as date))
),

judged as (
    select
        with_rules.*,
        case
            when with_rules.now is null or with_rules.before is null or with_rules.break_on is not null then 'n.a.'
            when with_rules.now = with_rules.before then 'none'
            when (with_rules.now > with_rules.before) <> with_rules.is_low_good then 'up'
            else 'down'
        end as dot,
        case
            when with_rules.shape is null then 'no target'
            when with_rules.now is null then 'no figure'
            when with_rules.is_target_met then 'green'
            when with_rules.is_within_tolerance then 'amber'
            else 'red'
        end as rag
    from with_rules
)

select
    judged.la_code,
    judged.report_month,
    judged.row_key,
    judged.dot,
    case
        when judged.break_on is not null
            then 'series break on ' || {{ long_date('judged.break_on') }} || ': ' || judged.what_changed
        when judged.dot = 'n.a.' then 'no two figures to compare'
        when judged.dot = 'none' then 'unchanged at ' || judged.printed_now
        else
            case when judged.now > judged.before then 'rose' else 'fell' end
            || ' from ' || judged.printed_before || ' to ' || judged.printed_now
            || coalesce(', ' || judged.what_is_good, '')
    end as dot_reason,
    judged.rag,
    case
        when judged.rag in ('no target', 'no figure') then judged.rag
        when judged.rag = 'green' then judged.printed_now || ' meets the target ' || judged.green_printed
        when judged.rag = 'amber' then judged.printed_now || ' is within the tolerance ' || judged.amber_printed
        when judged.red_printed is null
            then judged.printed_now || ' misses the target ' || judged.green_printed || '; no tolerance is stated'
        else judged.printed_now || ' is beyond the tolerance, red is ' || judged.red_printed
    end as rag_reason,
    judged.is_low_good,
    judged.what_is_good,
    judged.is_target_met,
    judged.now as this_month_value,
    judged.green_from as target_from,
    judged.green_to as target_to,
    judged.amber_from as tolerance_from,
    judged.amber_to as tolerance_to,
    judged.red_printed,
    judged.amber_printed,
    judged.green_printed
from judged
