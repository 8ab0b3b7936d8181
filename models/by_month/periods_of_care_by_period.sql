with in_months as (
    select
        periods.la_code,
        months.month_on,
        periods.period_of_care_id,
        periods.child_id,
        periods.started_on,
        periods.looked_after_until_on,
        periods.ended_on,
        periods.ended_by in ('adoption', 'special_guardianship', 'child_arrangements')
            as is_ended_for_permanence,
        periods.ended_by = 'special_guardianship' as is_ended_by_special_guardianship,
        periods.is_end_uncertain,
        months.first_day_on,
        periods.started_on between months.first_day_on and months.month_on as is_started_in_period,
        coalesce(
            periods.ended_on is not null
            and periods.looked_after_until_on between months.first_day_on and months.month_on,
            false
        ) as is_ended_in_period,
        {{ is_open_at_month_end('periods.started_on', 'periods.looked_after_until_on') }} as is_open_at_period_end,
        -- The day whose legal status decides: the month end, or the last day in care before it.
        least(months.month_on, coalesce(periods.looked_after_until_on - 1, months.month_on)) as judged_on,
        -- The day that the month begins with for the child: the end of the month before, or the first day in care.
        greatest(months.first_day_on - 1, periods.started_on) as entered_on,
        coalesce(periods.looked_after_until_on > periods.started_on, true) as is_in_order
    from {{ ref('periods_of_care') }} as periods
    inner join {{ ref('reporting_months') }} as months
        on {{ belongs_to_month('periods.started_on', 'periods.looked_after_until_on') }}
)

select
    in_months.la_code,
    in_months.month_on,
    in_months.period_of_care_id,
    in_months.child_id,
    in_months.started_on,
    in_months.looked_after_until_on,
    in_months.is_ended_for_permanence,
    in_months.is_ended_by_special_guardianship,
    coalesce(judged.is_short_break, false) as is_short_break,
    in_months.is_started_in_period,
    in_months.is_started_in_period and not coalesce(begun.is_short_break, false) as is_admitted_in_period,
    in_months.is_ended_in_period and not in_months.is_end_uncertain as is_ceased_in_period,
    in_months.is_open_at_period_end,
    case
        when
            in_months.is_in_order
            and not coalesce(judged.is_short_break, false)
            and in_months.looked_after_until_on between in_months.first_day_on and in_months.month_on
            and (in_months.ended_on is null or in_months.is_end_uncertain)
            then -1
        else 0
    end
    + case
        when not in_months.is_in_order then 0
        else cast(coalesce(entered.is_short_break, false) as int) - cast(coalesce(judged.is_short_break, false) as int)
    end as other_change
from in_months
left join {{ ref('legal_status_spans') }} as judged
    on
        in_months.la_code = judged.la_code
        and in_months.child_id = judged.child_id
        and greatest(in_months.judged_on, in_months.started_on) >= judged.started_on
        and (judged.ended_on is null or greatest(in_months.judged_on, in_months.started_on) < judged.ended_on)
left join {{ ref('legal_status_spans') }} as begun
    on
        in_months.la_code = begun.la_code
        and in_months.child_id = begun.child_id
        and in_months.started_on >= begun.started_on
        and (begun.ended_on is null or in_months.started_on < begun.ended_on)
left join {{ ref('legal_status_spans') }} as entered
    on
        in_months.la_code = entered.la_code
        and in_months.child_id = entered.child_id
        and in_months.entered_on >= entered.started_on
        and (entered.ended_on is null or in_months.entered_on < entered.ended_on)
