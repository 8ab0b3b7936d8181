with landed as (
    {{ landed_rows('ssd_involvements') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('invo_involvements_id') }} as involvement_id,
        {{ code_value('invo_professional_id') }} as professional_id,
        {{ code_value('invo_professional_role_id') }} as role,
        {{ code_value('invo_person_id') }} as child_id,
        {{ date_value('invo_involvement_start_date') }} as started_on,
        {{ date_value('invo_involvement_end_date') }} as ended_on,
        coalesce(
            row_fault,
            {{ refuse_missing('invo_involvements_id') }},
            {{ refuse_missing('invo_person_id') }},
            {{ refuse_unreadable_date('invo_involvement_start_date') }},
            {{ refuse_unreadable_date('invo_involvement_end_date') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('invo_involvements_id') }}) as refusal_reason
from typed
{{ window_of_repeats('involvement_id') }}
