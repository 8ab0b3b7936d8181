with landed as (
    {{ landed_rows('ssd_cp_plans') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('cppl_cp_plan_id') }} as plan_id,
        {{ code_value('cppl_icpc_id') }} as conference_id,
        {{ code_value('cppl_person_id') }} as child_id,
        {{ date_value('cppl_cp_plan_start_date') }} as started_on,
        {{ date_value('cppl_cp_plan_end_date') }} as ended_on,
        {{ flag_value('cppl_cp_plan_ola') }} as is_other_authority_plan,
        {{ text_value('cppl_cp_plan_initial_category') }} as initial_category,
        {{ text_value('cppl_cp_plan_latest_category') }} as latest_category,
        coalesce(
            row_fault,
            {{ refuse_missing('cppl_cp_plan_id') }},
            {{ refuse_missing('cppl_person_id') }},
            {{ refuse_unreadable_date('cppl_cp_plan_start_date') }},
            {{ refuse_unreadable_date('cppl_cp_plan_end_date') }},
            {{ refuse_unreadable_flag('cppl_cp_plan_ola') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('cppl_cp_plan_id') }}) as refusal_reason
from typed
{{ window_of_repeats('plan_id') }}
