with landed as (
    {{ landed_rows('ssd_cp_plans', dates=['cppl_cp_plan_start_date', 'cppl_cp_plan_end_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('cppl_cp_plan_id') }} as plan_id,
        {{ key_value('cppl_icpc_id') }} as conference_id,
        {{ key_value('cppl_person_id') }} as child_id,
        {{ date_value('cppl_cp_plan_start_date') }} as started_on,
        {{ date_value('cppl_cp_plan_end_date') }} as ended_on,
        {{ flag_value('cppl_cp_plan_ola') }} as is_other_authority_plan,
        {{ text_value('cppl_cp_plan_initial_category') }} as initial_category,
        {{ text_value('cppl_cp_plan_latest_category') }} as latest_category,
        coalesce(
            row_fault,
            {{ missing_key('cppl_cp_plan_id') }},
            {{ missing_key('cppl_person_id') }},
            {{ unreadable_date('cppl_cp_plan_start_date') }},
            {{ unreadable_date('cppl_cp_plan_end_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unreadable_flag('cppl_cp_plan_ola'),
            unreadable_key('cppl_icpc_id'),
            unreadable_text('cppl_cp_plan_initial_category'),
            unreadable_text('cppl_cp_plan_latest_category'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('cppl_cp_plan_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('plan_id') }}
