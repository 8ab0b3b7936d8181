with landed as (
    {{ landed_rows('ssd_person', dates=['pers_dob', 'pers_expected_dob', 'pers_death_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('pers_person_id') }} as child_id,
        {{ birth_date_value('pers_dob') }} as born_on,
        {{ birth_date_value('pers_expected_dob') }} as expected_birth_on,
        {{ date_value('pers_death_date') }} as died_on,
        coalesce(
            row_fault,
            {{ missing_key('pers_person_id') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_birth_date('pers_dob'),
            unreadable_birth_date('pers_expected_dob'),
            unreadable_date('pers_death_date'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('pers_person_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('child_id') }}
