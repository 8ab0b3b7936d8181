with landed as (
    {{ landed_rows('epep_terms') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('record_id') }} as record_id,
        {{ code_value('person_id') }} as child_id,
        {{ text_value('academic_year') }} as academic_year,
        {{ code_value('term') }} as term,
        {{ flag_value('pep_in_place') }} as has_education_plan,
        {{ flag_value('pep_up_to_date') }} as has_education_plan_up_to_date,
        {{ number_value('sessions_possible') }} as sessions_possible,
        {{ number_value('sessions_missed') }} as sessions_missed,
        {{ number_value('fixed_term_exclusions') }} as fixed_term_exclusions,
        {{ flag_value('reduced_timetable') }} as is_on_reduced_timetable,
        coalesce(
            row_fault,
            {{ refuse_missing('record_id') }},
            {{ refuse_missing('person_id') }},
            {{ refuse_missing('academic_year') }},
            {{ refuse_missing('term') }},
            {{ refuse_unknown_code('term') }},
            {{ refuse_unreadable_flag('pep_in_place') }},
            {{ refuse_unreadable_flag('pep_up_to_date') }},
            {{ refuse_unreadable_number('sessions_possible') }},
            {{ refuse_unreadable_number('sessions_missed') }},
            {{ refuse_unreadable_number('fixed_term_exclusions') }},
            {{ refuse_unreadable_flag('reduced_timetable') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('record_id') }}) as refusal_reason
from typed
{{ window_of_repeats('record_id') }}
