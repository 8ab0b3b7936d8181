with known_statuses as (
    {{ known_rows('stg_legal_statuses') }}
)

select
    known_statuses.la_code,
    known_statuses.legal_status_id,
    known_statuses.child_id,
    known_statuses.legal_status,
    codes.reported_as as status_group,
    known_statuses.started_on,
    known_statuses.ended_on
from known_statuses
left join {{ ref('codes') }} as codes
    on codes.field = 'lega_legal_status' and known_statuses.legal_status = codes.code
