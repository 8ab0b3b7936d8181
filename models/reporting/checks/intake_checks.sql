with measures as (
    select * from {{ ref('intake_measures_of_tables') }}
    union all
    select * from {{ ref('intake_measures_of_references') }}
    union all
    select * from {{ ref('intake_measures_of_events') }}
    union all
    select * from {{ ref('intake_measures_of_seeds') }}
    union all
    select * from {{ ref('intake_measures_of_terms') }}
),

measured as (
    select
        measures.la_code,
        measures.check_id,
        measures.table_name,
        measures.measured_on,
        case
            when measures.denominator is null then measures.numerator
            else coalesce(greatest(100 * measures.numerator / nullif(measures.denominator, 0), 0), 0)
        end as measured
    from measures
),

judged as (
    select
        measured.*,
        thresholds.what,
        thresholds.unit,
        thresholds.warn_above,
        thresholds.fail_above,
        thresholds.reason,
        newest.delivery_id,
        coalesce(
            measured.measured > thresholds.warn_above and measured.measured_on >= thresholds.warn_from, false
        ) as is_warned,
        -- A table of which nothing is left fails however few rows it had.
        coalesce(
            measured.measured > thresholds.fail_above and (
                measured.measured_on >= thresholds.fail_from
                or (measured.check_id in ('rows_lost', 'rows_refused') and measured.measured >= 100)
            ), false
        ) as is_failed
    from measured
    inner join {{ ref('intake_thresholds') }} as thresholds
        on measured.check_id = thresholds.check_id
    inner join {{ ref('stg_deliveries') }} as newest
        on measured.la_code = newest.la_code and newest.is_newest
),

-- The reason for which most rows of a table were refused, with how many; of equals the first by name.
refusals as (
    select
        refused.delivery_id,
        refused.table_name,
        checks.check_id,
        refused.refusal_reason,
        count(*) as refused_rows
    from {{ ref('refused_rows') }} as refused
    cross join (values ('rows_refused'), ('ids_repeated')) as checks (check_id)
    where checks.check_id = 'rows_refused' or refused.reason_code = 'conflict'
    group by refused.delivery_id, refused.table_name, checks.check_id, refused.refusal_reason
),

most_refused as (
    select
        refusals.*,
        row_number() over (
            partition by refusals.delivery_id, refusals.table_name, refusals.check_id
            order by refusals.refused_rows desc nulls last, refusals.refusal_reason asc nulls last
        ) as nth
    from refusals
)

select
    judged.la_code,
    judged.delivery_id,
    judged.check_id,
    judged.table_name,
    judged.what,
    cast(judged.measured as double) as measured,
    judged.unit,
    cast(judged.measured_on as bigint) as measured_on,
    judged.warn_above,
    judged.fail_above,
    case
        when judged.is_failed and acceptances.reason is null then 'failed'
        when judged.is_failed or judged.is_warned then 'warned'
        else 'passed'
    end as result,
    case
        when judged.is_failed and acceptances.reason is not null
            then 'accepted by ' || acceptances.accepted_by || ': ' || acceptances.reason
        when judged.is_failed or judged.is_warned then judged.reason
    end as reason,
    case
        when judged.is_failed or judged.is_warned
            then
                most_refused.refusal_reason || ' (' || most_refused.refused_rows
                || case most_refused.refused_rows when 1 then ' row)' else ' rows)' end
    end as details
from judged
left join most_refused
    on
        judged.delivery_id = most_refused.delivery_id
        and judged.table_name = most_refused.table_name
        and judged.check_id = most_refused.check_id
        and most_refused.nth = 1
left join {{ ref('intake_acceptances') }} as acceptances
    on
        judged.delivery_id = acceptances.delivery_id
        and judged.check_id = acceptances.check_id
        and judged.table_name = acceptances.table_name
union all
-- What was found of deliveries that are held back; theirs are not the newest any more.
select
    held.la_code,
    held.delivery_id,
    held.check_id,
    held.table_name,
    held.what,
    held.measured,
    held.unit,
    held.measured_on,
    held.warn_above,
    held.fail_above,
    held.result,
    held.reason,
    held.details
from {{ source('control', 'held_checks') }} as held
