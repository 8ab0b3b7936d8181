with landed as (
    {{ landed_rows('ssd_cla_reviews') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('clar_cla_review_id') }} as review_id,
        {{ code_value('clar_cla_id') }} as period_of_care_id,
        {{ date_value('clar_cla_review_due_date') }} as due_on,
        {{ date_value('clar_cla_review_date') }} as held_on,
        {{ flag_value('clar_cla_review_cancelled') }} as is_cancelled,
        coalesce(
            row_fault,
            {{ refuse_missing('clar_cla_review_id') }},
            {{ refuse_unreadable_date('clar_cla_review_due_date') }},
            {{ refuse_unreadable_date('clar_cla_review_date') }},
            {{ refuse_unreadable_flag('clar_cla_review_cancelled') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('clar_cla_review_id') }}) as refusal_reason
from typed
{{ window_of_repeats('review_id') }}
