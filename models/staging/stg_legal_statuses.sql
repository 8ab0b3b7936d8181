with landed as (
    {{ landed_rows('ssd_legal_status') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('lega_legal_status_id') }} as legal_status_id,
        {{ code_value('lega_person_id') }} as child_id,
        {{ code_value('lega_legal_status') }} as legal_status,
        {{ date_value('lega_legal_status_start_date') }} as started_on,
        {{ date_value('lega_legal_status_end_date') }} as ended_on,
        coalesce(
            row_fault,
            {{ refuse_missing('lega_legal_status_id') }},
            {{ refuse_missing('lega_person_id') }},
            {{ refuse_unknown_code('lega_legal_status') }},
            {{ refuse_unreadable_date('lega_legal_status_start_date') }},
            {{ refuse_unreadable_date('lega_legal_status_end_date') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('lega_legal_status_id') }}) as refusal_reason
from typed
{{ window_of_repeats('legal_status_id') }}
