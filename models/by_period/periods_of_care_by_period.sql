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
        periods.started_on between months.first_day_on and months.month_on as is_started_in_period,
        coalesce(
            periods.ended_on is not null
            and periods.looked_after_until_on between months.first_day_on and months.month_on,
            false
        ) as is_ended_in_period,
        {{ is_open_at_month_end('periods.started_on', 'periods.looked_after_until_on') }} as is_open_at_period_end,
        -- The day whose legal status decides: the month end, or the last day in care before it.
        least(months.month_on, coalesce(periods.looked_after_until_on - 1, months.month_on)) as judged_on
    from {{ ref('periods_of_care') }} as periods
    inner join {{ ref('reporting_months') }} as months
        on {{ belongs_to_month('periods.started_on', 'periods.looked_after_until_on') }}
),

short_breaks as (
    select * from {{ ref('legal_statuses') }} as legal_statuses
    where legal_statuses.status_group = 'short_break'
),

on_short_break as (
    select distinct -- one period can meet two rows of short-break status
        in_months.la_code,
        in_months.month_on,
        in_months.period_of_care_id
    from in_months
    inner join short_breaks
        on
            in_months.la_code = short_breaks.la_code
            and in_months.child_id = short_breaks.child_id
            and greatest(in_months.judged_on, in_months.started_on) >= short_breaks.started_on
            and (
                short_breaks.ended_on is null
                or short_breaks.ended_on > greatest(in_months.judged_on, in_months.started_on)
            )
),

begun_as_short_break as (
    select distinct -- as above
        in_months.la_code,
        in_months.month_on,
        in_months.period_of_care_id
    from in_months
    inner join short_breaks
        on
            in_months.la_code = short_breaks.la_code
            and in_months.child_id = short_breaks.child_id
            and in_months.started_on >= short_breaks.started_on
            and (short_breaks.ended_on is null or in_months.started_on < short_breaks.ended_on)
    where in_months.is_started_in_period
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
    on_short_break.period_of_care_id is not null as is_short_break,
    in_months.is_started_in_period,
    in_months.is_started_in_period and begun_as_short_break.period_of_care_id is null as is_admitted_in_period,
    in_months.is_ended_in_period and not in_months.is_end_uncertain as is_ceased_in_period,
    in_months.is_open_at_period_end,
    -- One row of a child stands for the child, however many periods the records leave open.
    in_months.is_open_at_period_end
    and row_number() over (
        partition by in_months.la_code, in_months.month_on, in_months.child_id
        order by
            in_months.is_open_at_period_end desc,
            on_short_break.period_of_care_id is not null,
            in_months.started_on desc,
            in_months.period_of_care_id desc
    ) = 1 as is_counted_open
from in_months
left join on_short_break
    on
        in_months.la_code = on_short_break.la_code
        and in_months.month_on = on_short_break.month_on
        and in_months.period_of_care_id = on_short_break.period_of_care_id
left join begun_as_short_break
    on
        in_months.la_code = begun_as_short_break.la_code
        and in_months.month_on = begun_as_short_break.month_on
        and in_months.period_of_care_id = begun_as_short_break.period_of_care_id
