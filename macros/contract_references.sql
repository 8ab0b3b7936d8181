{# What each field of the contract refers to, as tables.csv says (a test compares the two): the field's table and name, the
   staged model and column that hold it, or none where no model stages them, and the table referred to. The last ones
   name a period of care, which has no table of its own. #}
{% macro contract_references() -%}
    {{ return([
        ('ssd_contacts', 'cont_person_id', 'stg_contacts', 'child_id', 'ssd_person'),
        ('ssd_cin_episodes', 'cine_person_id', 'stg_referrals', 'child_id', 'ssd_person'),
        ('ssd_cin_assessments', 'cina_person_id', 'stg_assessments', 'child_id', 'ssd_person'),
        ('ssd_cin_assessments', 'cina_referral_id', 'stg_assessments', 'referral_id', 'ssd_cin_episodes'),
        ('ssd_cin_plans', 'cinp_referral_id', none, none, 'ssd_cin_episodes'),
        ('ssd_cin_plans', 'cinp_person_id', none, none, 'ssd_person'),
        ('ssd_s47_enquiry', 's47e_referral_id', 'stg_s47_enquiries', 'referral_id', 'ssd_cin_episodes'),
        ('ssd_s47_enquiry', 's47e_person_id', 'stg_s47_enquiries', 'child_id', 'ssd_person'),
        ('ssd_initial_cp_conference', 'icpc_s47_enquiry_id', 'stg_initial_conferences', 'enquiry_id', 'ssd_s47_enquiry'),
        ('ssd_initial_cp_conference', 'icpc_person_id', 'stg_initial_conferences', 'child_id', 'ssd_person'),
        ('ssd_cp_plans', 'cppl_referral_id', none, none, 'ssd_cin_episodes'),
        ('ssd_cp_plans', 'cppl_icpc_id', 'stg_cp_plans', 'conference_id', 'ssd_initial_cp_conference'),
        ('ssd_cp_plans', 'cppl_person_id', 'stg_cp_plans', 'child_id', 'ssd_person'),
        ('ssd_cp_reviews', 'cppr_person_id', 'stg_cp_reviews', 'child_id', 'ssd_person'),
        ('ssd_cp_reviews', 'cppr_cp_plan_id', 'stg_cp_reviews', 'plan_id', 'ssd_cp_plans'),
        ('ssd_cp_visits', 'cppv_person_id', 'stg_cp_visits', 'child_id', 'ssd_person'),
        ('ssd_cp_visits', 'cppv_cp_plan_id', 'stg_cp_visits', 'plan_id', 'ssd_cp_plans'),
        ('ssd_legal_status', 'lega_person_id', 'stg_legal_statuses', 'child_id', 'ssd_person'),
        ('ssd_cla_episodes', 'clae_person_id', 'stg_care_episodes', 'child_id', 'ssd_person'),
        ('ssd_cla_episodes', 'clae_cla_placement_id', 'stg_care_episodes', 'placement_id', 'ssd_cla_placement'),
        ('ssd_cla_placement', 'clap_person_id', 'stg_placements', 'child_id', 'ssd_person'),
        ('ssd_cla_visits', 'clav_person_id', 'stg_care_visits', 'child_id', 'ssd_person'),
        ('ssd_cla_health', 'clah_person_id', 'stg_health_checks', 'child_id', 'ssd_person'),
        ('ssd_cla_care_plan', 'lacp_person_id', none, none, 'ssd_person'),
        ('ssd_care_leavers', 'clea_person_id', none, none, 'ssd_person'),
        ('ssd_permanence', 'perm_person_id', none, none, 'ssd_person'),
        ('ssd_involvements', 'invo_professional_id', 'stg_involvements', 'professional_id', 'ssd_professionals'),
        ('ssd_involvements', 'invo_person_id', 'stg_involvements', 'child_id', 'ssd_person'),
        ('lcs_contact_forms', 'contact_id', 'stg_contact_forms', 'contact_id', 'ssd_contacts'),
        ('lcs_contact_forms', 'referral_id', 'stg_contact_forms', 'referral_id', 'ssd_cin_episodes'),
        ('lcs_referral_details', 'referral_id', 'stg_referral_forms', 'referral_id', 'ssd_cin_episodes'),
        ('lcs_cse_cohort', 'person_id', 'stg_exploitation_cohort', 'child_id', 'ssd_person'),
        ('lcs_assessment_details', 'assessment_id', 'stg_assessment_forms', 'assessment_id', 'ssd_cin_assessments'),
        ('lcs_s47_details', 's47_enquiry_id', 'stg_s47_outcome_forms', 'enquiry_id', 'ssd_s47_enquiry'),
        ('lcs_plan_documents', 'person_id', 'stg_plan_documents', 'child_id', 'ssd_person'),
        ('lcs_care_leaver_history', 'person_id', 'stg_care_leaver_history', 'child_id', 'ssd_person'),
        ('tracker_adoptions', 'person_id', 'stg_adoptions', 'child_id', 'ssd_person'),
        ('epep_terms', 'person_id', 'stg_education_terms', 'child_id', 'ssd_person'),
        ('hr_posts', 'professional_id', 'stg_posts', 'professional_id', 'ssd_professionals'),
        ('hr_posts', 'team_id', 'stg_posts', 'team_id', 'ssd_department'),
        ('ssd_cla_placement', 'clap_cla_id', 'stg_placements', 'period_of_care_id', 'ssd_cla_episodes'),
        ('ssd_cla_reviews', 'clar_cla_id', 'stg_care_reviews', 'period_of_care_id', 'ssd_cla_episodes'),
        ('ssd_cla_visits', 'clav_cla_id', 'stg_care_visits', 'period_of_care_id', 'ssd_cla_episodes'),
    ]) }}
{%- endmacro %}

{# The key that each of those tables is referred to by: the staged model and column, or none and the field. #}
{% macro referenced_keys() -%}
    {{ return({
        'ssd_person': ('stg_people', 'child_id'),
        'ssd_contacts': ('stg_contacts', 'contact_id'),
        'ssd_cin_episodes': ('stg_referrals', 'referral_id'),
        'ssd_cin_assessments': ('stg_assessments', 'assessment_id'),
        'ssd_s47_enquiry': ('stg_s47_enquiries', 'enquiry_id'),
        'ssd_initial_cp_conference': ('stg_initial_conferences', 'conference_id'),
        'ssd_cp_plans': ('stg_cp_plans', 'plan_id'),
        'ssd_cla_placement': ('stg_placements', 'placement_id'),
        'ssd_cla_episodes': ('stg_care_episodes', 'period_of_care_id'),
        'ssd_professionals': (none, 'prof_professional_id'),
        'ssd_department': (none, 'dept_team_id'),
    }) }}
{%- endmacro %}

{# Rows of a table with an id in one field: the accepted ones of a staged model, or as landed where no model stages it. #}
{% macro rows_with_id(table, model, column, child='cast(null as string)') -%}
    {%- if model %}
        select
            staged.la_code,
            staged.delivery_id,
            staged.{{ column }} as id,
            {{ 'staged.child_id' if child == 'child_id' else child }} as child_id
        from {{ ref(model) }} as staged
        where staged.refusal_reason is null and staged.{{ column }} is not null
    {%- else %}
        select
            landed.la_code,
            landed.delivery_id,
            {{ key_value('landed.cell') }} as id,
            cast(null as string) as child_id
        from (
            select
                deliveries.la_code,
                deliveries.delivery_id,
                {{ unless_nothing(bare('rows_of_table.' ~ column)) }} as cell
            from {{ source('unstaged', table) }} as rows_of_table
            inner join {{ ref('stg_deliveries') }} as deliveries
                on rows_of_table._delivery_id = deliveries.delivery_id
        ) as landed
        where {{ key_value('landed.cell') }} is not null
    {%- endif %}
{%- endmacro %}
