with landed as (
    {{ landed_rows('epep_terms') }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('record_id') }} as record_id,
        {{ key_value('person_id') }} as child_id,
        {{ text_value('academic_year') }} as academic_year,
        {{ listed_code('term') }} as term,
        {{ flag_value('pep_in_place') }} as has_education_plan,
        {{ flag_value('pep_up_to_date') }} as has_education_plan_up_to_date,
        {{ number_value('sessions_possible') }} as sessions_possible,
        {{ number_value('sessions_missed') }} as sessions_missed,
        {{ number_value('fixed_term_exclusions') }} as fixed_term_exclusions,
        {{ flag_value('reduced_timetable') }} as is_on_reduced_timetable,
        coalesce(
            row_fault,
            {{ missing_key('record_id') }},
            {{ missing_key('person_id') }},
            {{ missing('academic_year') }},
            {{ unreadable_text('academic_year') }},
            {{ missing('term') }},
            {{ unknown_code('term', is_told=false) }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_flag('pep_in_place'),
            unreadable_flag('pep_up_to_date'),
            unreadable_number('sessions_possible'),
            unreadable_number('sessions_missed'),
            unreadable_number('fixed_term_exclusions'),
            unreadable_flag('reduced_timetable'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('record_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('record_id') }}
