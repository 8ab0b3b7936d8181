with landed as (
    {{ landed_rows('ssd_contacts', dates=['cont_contact_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('cont_contact_id') }} as contact_id,
        {{ key_value('cont_person_id') }} as child_id,
        {{ date_value('cont_contact_date') }} as received_on,
        {{ listed_code('cont_contact_source_code') }} as source_code,
        coalesce(
            row_fault,
            {{ missing_key('cont_contact_id') }},
            {{ missing_key('cont_person_id') }},
            {{ unreadable_date('cont_contact_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('cont_contact_source_code'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('cont_contact_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('contact_id') }}
