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
left join {{ ref('council_codes') }} as codes
    on
        known_statuses.la_code = codes.la_code
        and codes.field = 'lega_legal_status'
        and known_statuses.legal_status = codes.code
