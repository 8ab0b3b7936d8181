with landed as (
    {{ landed_rows('ssd_person') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('pers_person_id') }} as child_id,
        {{ date_value('pers_dob') }} as born_on,
        {{ date_value('pers_expected_dob') }} as expected_birth_on,
        {{ date_value('pers_death_date') }} as died_on,
        {{ code_value('pers_sex') }} as sex,
        {{ code_value('pers_ethnicity') }} as ethnicity,
        coalesce(
            row_fault,
            {{ refuse_missing('pers_person_id') }},
            {{ refuse_unreadable_date('pers_dob') }},
            {{ refuse_unreadable_date('pers_expected_dob') }},
            {{ refuse_unreadable_date('pers_death_date') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('pers_person_id') }}) as refusal_reason
from typed
{{ window_of_repeats('child_id') }}
