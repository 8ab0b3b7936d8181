with judged as (
    select
        signals.*,
        aims.row_key,
        aims.good_side,
        aims.green_printed,
        aims.shape,
        case
            when signals.signal in ('above_limits', 'rising', 'two_in_three_high', 'seven_above_mean') then 1
            when signals.signal in ('below_limits', 'falling', 'two_in_three_low', 'seven_below_mean') then -1
        end as signal_side,
        -- Everything within the limits meets the target, or nothing does.
        case aims.shape
            when 'at_least' then signals.lower_limit >= aims.green_from
            when 'at_most' then signals.upper_limit <= aims.green_to
            when 'below' then signals.upper_limit < aims.green_to
            when 'within' then signals.lower_limit >= aims.green_from and signals.upper_limit <= aims.green_to
        end as is_always_met,
        case aims.shape
            when 'at_least' then signals.upper_limit < aims.green_from
            when 'at_most' then signals.lower_limit > aims.green_to
            when 'below' then signals.lower_limit >= aims.green_to
            when 'within' then signals.upper_limit < aims.green_from or signals.lower_limit > aims.green_to
        end as is_never_met,
        case signals.unit when 'percent' then 'percent' when 'count' then 'count' else 'value' end as part,
        case signals.unit when 'percent' then 'percent' else 'value' end as limit_part
    from {{ ref('process_control_signals') }} as signals
    left join {{ ref('process_control_aims') }} as aims
        on
            signals.la_code = aims.la_code
            and signals.report_month = aims.report_month
            and signals.indicator_id = aims.indicator_id
            and signals.breakdown = aims.breakdown
),

in_words as (
    select
        judged.*,
        {{ printed('judged.part', 'judged.value', 'judged.decimals') }} as printed,
        {{ printed('judged.limit_part', 'judged.mean', '2') }} as printed_mean,
        {{ printed('judged.limit_part', 'judged.lower_limit', '2') }} as printed_lower,
        {{ printed('judged.limit_part', 'judged.upper_limit', '2') }} as printed_upper
    from judged
)

select
    words.la_code,
    words.report_month,
    words.indicator_id,
    words.breakdown,
    words.month_on,
    words.row_key,
    words.value,
    words.mean,
    case when words.not_judged_because is null then words.lower_limit end as lower_limit,
    case when words.not_judged_because is null then words.upper_limit end as upper_limit,
    cast(words.points_in_group as integer) as points_in_group,
    words.points_in_group < 13 as is_trial,
    words.rebased_on,
    words.signal,
    case words.signal
        when 'not_judged' then words.not_judged_because
        when 'above_limits' then words.printed || ' is above the upper limit ' || words.printed_upper
        when 'below_limits' then words.printed || ' is below the lower limit ' || words.printed_lower
        when 'rising' then 'one of seven months or more, each higher than the one before'
        when 'falling' then 'one of seven months or more, each lower than the one before'
        when 'two_in_three_high' then 'one of two in three months near the upper limit ' || words.printed_upper
        when 'two_in_three_low' then 'one of two in three months near the lower limit ' || words.printed_lower
        when 'seven_above_mean' then 'one of seven months or more above the mean ' || words.printed_mean
        when 'seven_below_mean' then 'one of seven months or more below the mean ' || words.printed_mean
        else words.printed || ' is within the limits ' || words.printed_lower || ' to ' || words.printed_upper
    end as signal_reason,
    case
        when words.signal_side is null then words.signal
        when words.good_side = 0 then 'neutral'
        when words.signal_side = words.good_side then 'improvement'
        else 'concern'
    end as variation,
    case
        when words.shape is null then 'no_target'
        when words.not_judged_because is not null then 'not_judged'
        when words.is_always_met then 'consistently_passes'
        when words.is_never_met then 'consistently_fails'
        else 'hit_or_miss'
    end as assurance,
    words.green_printed as target
from in_words as words
