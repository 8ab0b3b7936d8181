with last_issues as (
    select *
    from (
        select
            ledger.*,
            row_number() over (
                partition by
                    ledger.la_code, ledger.indicator_id, ledger.breakdown, ledger.period_kind, ledger.period_end_on
                order by ledger.issue desc
            ) as nth_from_last
        from {{ source('ledger', 'published_values') }} as ledger
    ) as ranked
    where ranked.nth_from_last = 1
),

publications as (
    select
        ledger.la_code,
        max(ledger.publication_no) as last_publication_no,
        max(ledger.as_known_on) as last_known_on
    from {{ source('ledger', 'published_values') }} as ledger
    group by ledger.la_code
)

select
    ledger.la_code,
    ledger.indicator_id,
    ledger.breakdown,
    ledger.period_kind,
    ledger.first_month_on,
    ledger.period_end_on,
    ledger.issue,
    ledger.publication_no,
    ledger.as_known_on,
    ledger.delivery_id,
    ledger.numerator,
    ledger.denominator,
    ledger.value,
    ledger.value_status,
    ledger.code_version
from {{ source('ledger', 'published_values') }} as ledger
union all
-- A row for each value published again from a later delivery, and for each that the same delivery now gives otherwise.
-- What an older delivery than the last published one gives is a look back, not a publication.
select
    now_known.la_code,
    now_known.indicator_id,
    now_known.breakdown,
    now_known.period_kind,
    now_known.first_month_on,
    now_known.period_end_on,
    cast(coalesce(last_issues.issue, 0) + 1 as integer) as issue,
    cast(coalesce(publications.last_publication_no, 0) + 1 as integer) as publication_no,
    now_known.as_known_on,
    now_known.delivery_id,
    now_known.numerator,
    now_known.denominator,
    now_known.value,
    now_known.value_status,
    run.code_version
from {{ ref('indicator_values') }} as now_known
cross join {{ source('control', 'run') }} as run
left join publications
    on now_known.la_code = publications.la_code
left join last_issues
    on
        now_known.la_code = last_issues.la_code
        and now_known.indicator_id = last_issues.indicator_id
        and now_known.breakdown = last_issues.breakdown
        and now_known.period_kind = last_issues.period_kind
        and now_known.period_end_on = last_issues.period_end_on
where
    (publications.last_known_on is null or now_known.as_known_on >= publications.last_known_on)
    and (
        last_issues.issue is null
        or now_known.delivery_id <> last_issues.delivery_id
        or now_known.numerator is distinct from last_issues.numerator
        or now_known.denominator is distinct from last_issues.denominator
        or now_known.value_status <> last_issues.value_status
    )
