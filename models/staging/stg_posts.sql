with landed as (
    {{ landed_rows('hr_posts') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('post_id') }} as post_id,
        {{ code_value('professional_id') }} as professional_id,
        {{ code_value('team_id') }} as team_id,
        {{ code_value('role') }} as role,
        {{ code_value('employment') }} as employment,
        {{ number_value('fte') }} as full_time_equivalent,
        {{ date_value('start_date') }} as started_on,
        {{ date_value('end_date') }} as ended_on,
        coalesce(
            row_fault,
            {{ refuse_missing('post_id') }},
            {{ refuse_missing('fte') }},
            {{ refuse_unknown_code('role') }},
            {{ refuse_unknown_code('employment') }},
            {{ refuse_unreadable_number('fte') }},
            {{ refuse_unreadable_date('start_date') }},
            {{ refuse_unreadable_date('end_date') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('post_id') }}) as refusal_reason
from typed
{{ window_of_repeats('post_id') }}
