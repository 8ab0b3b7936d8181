with known as (
    select
        deliveries.*,
        row_number() over (
            partition by deliveries.la_code
            order by deliveries.extract_date desc, deliveries.month_end desc, deliveries.delivery desc
        ) as nth_newest
    from {{ source('raw', 'deliveries') }} as deliveries
    cross join {{ source('control', 'run') }} as run
    where
        deliveries.extract_date <= run.as_known_on
        and deliveries.delivery_id not in (select held.delivery_id from {{ source('control', 'held_checks') }} as held)
),

newest as (
    select * from known
    where known.nth_newest = 1
),

-- The delivery behind the last published figures: what changed since is explained against it.
last_published as (
    select
        published.la_code,
        max_by(published.delivery_id, published.as_known_on) as delivery_id
    from {{ source('ledger', 'published_values') }} as published
    inner join newest
        on
            published.la_code = newest.la_code
            and published.delivery_id <> newest.delivery_id
            and published.as_known_on <= newest.extract_date
    group by published.la_code
)

select
    known.la_code,
    known.delivery_id,
    known.month_end as delivery_month_on,
    known.extract_date as as_known_on,
    known.delivery,
    known.source_system,
    known.nth_newest = 1 as is_newest
from known
left join last_published
    on known.delivery_id = last_published.delivery_id
where
    known.nth_newest = 1
    or last_published.delivery_id is not null
