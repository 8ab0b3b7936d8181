select
    newest.la_code,
    newest.delivery_id,
    run.as_known_on,
    run.first_month_on,
    run.last_month_on,
    run.code_version,
    landed.manifest_sha256
from {{ ref('stg_deliveries') }} as newest
inner join {{ source('raw', 'deliveries') }} as landed
    on newest.delivery_id = landed.delivery_id
cross join {{ source('control', 'run') }} as run
where newest.is_newest
