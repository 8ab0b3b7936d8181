{#- Every landed row of every staged table, with its child, where the table names one, and the reason where the row was
    refused, and what was read as unknown. No other value of the row. -#}
{%- set staged = {
    'ssd_person': 'stg_people',
    'ssd_contacts': 'stg_contacts',
    'lcs_contact_forms': 'stg_contact_forms',
    'ssd_cin_episodes': 'stg_referrals',
    'lcs_referral_details': 'stg_referral_forms',
    'lcs_cse_cohort': 'stg_exploitation_cohort',
    'ssd_cin_assessments': 'stg_assessments',
    'lcs_assessment_details': 'stg_assessment_forms',
    'ssd_s47_enquiry': 'stg_s47_enquiries',
    'lcs_s47_details': 'stg_s47_outcome_forms',
    'ssd_initial_cp_conference': 'stg_initial_conferences',
    'ssd_cp_plans': 'stg_cp_plans',
    'ssd_cp_reviews': 'stg_cp_reviews',
    'ssd_cp_visits': 'stg_cp_visits',
    'ssd_cla_episodes': 'stg_care_episodes',
    'ssd_cla_placement': 'stg_placements',
    'ssd_legal_status': 'stg_legal_statuses',
    'ssd_cla_reviews': 'stg_care_reviews',
    'ssd_cla_visits': 'stg_care_visits',
    'ssd_cla_health': 'stg_health_checks',
    'ssd_involvements': 'stg_involvements',
    'hr_posts': 'stg_posts',
    'epep_terms': 'stg_education_terms',
    'lcs_foster_households': 'stg_foster_households',
    'tracker_adoptions': 'stg_adoptions',
    'lcs_plan_documents': 'stg_plan_documents',
    'lcs_care_leaver_history': 'stg_care_leaver_history',
} -%}
{%- set without_child = [
    'stg_contact_forms',
    'stg_referral_forms',
    'stg_assessment_forms',
    'stg_s47_outcome_forms',
    'stg_care_reviews',
    'stg_posts',
    'stg_foster_households',
] -%}
{{ config(materialized='view') }}
{%- for table, model in staged.items() %}
    select
        staged.la_code,
        staged.delivery_id,
        '{{ table }}' as table_name,
        staged.source_file,
        staged.source_row,
        {{ 'cast(null as string)' if model in without_child else 'staged.child_id' }} as child_id,
        staged.refusal_reason,
        staged.attribute_faults
    from {{ ref(model) }} as staged
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}
