with landed as (
    {{ landed_rows('ssd_contacts') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('cont_contact_id') }} as contact_id,
        {{ code_value('cont_person_id') }} as child_id,
        {{ date_value('cont_contact_date') }} as received_on,
        {{ code_value('cont_contact_source_code') }} as source_code,
        coalesce(
            row_fault,
            {{ refuse_missing('cont_contact_id') }},
            {{ refuse_missing('cont_person_id') }},
            {{ refuse_unreadable_date('cont_contact_date') }},
            {{ refuse_unknown_code('cont_contact_source_code') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('cont_contact_id') }}) as refusal_reason
from typed
{{ window_of_repeats('contact_id') }}
