with landed as (
    {{ landed_rows('ssd_cp_reviews') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('cppr_cp_review_id') }} as review_id,
        {{ code_value('cppr_person_id') }} as child_id,
        {{ code_value('cppr_cp_plan_id') }} as plan_id,
        {{ date_value('cppr_cp_review_due') }} as due_on,
        {{ date_value('cppr_cp_review_date') }} as held_on,
        coalesce(
            row_fault,
            {{ refuse_missing('cppr_cp_review_id') }},
            {{ refuse_missing('cppr_person_id') }},
            {{ refuse_unreadable_date('cppr_cp_review_due') }},
            {{ refuse_unreadable_date('cppr_cp_review_date') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('cppr_cp_review_id') }}) as refusal_reason
from typed
{{ window_of_repeats('review_id') }}
