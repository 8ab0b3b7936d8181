{%- set listed = [
    'ind_agency_staff',
    'ind_agency_staff_headcount',
    'ind_care_leavers',
    'ind_care_leavers_in_education_employment_training',
    'ind_care_leavers_pathway_plans',
    'ind_care_leavers_pathway_plans_up_to_date',
    'ind_care_leavers_suitable_accommodation',
    'ind_caseload_average',
    'ind_caseload_maximum',
    'ind_contacts_all',
    'ind_contacts_by_need',
    'ind_contacts_by_source',
    'ind_contacts_decided_within_1_working_day',
    'ind_contacts_help_decided_within_5_working_days',
    'ind_contacts_social_care',
    'ind_contacts_to_referral',
    'ind_cp_plans_ceased_rolling_12_months',
    'ind_cp_plans_ceased_two_years',
    'ind_cp_plans_open',
    'ind_cp_plans_open_two_years',
    'ind_cp_plans_repeat_ever',
    'ind_cp_plans_repeat_within_24_months',
    'ind_cp_plans_started_rolling_12_months',
    'ind_dental_checks_up_to_date',
    'ind_health_assessments_up_to_date',
    'ind_initial_conferences',
    'ind_initial_conferences_rolling_12_months',
    'ind_initial_conferences_within_15_working_days',
    'ind_initial_health_assessments_in_time',
    'ind_looked_after',
    'ind_looked_after_admissions',
    'ind_looked_after_ceased',
    'ind_looked_after_ceased_permanence',
    'ind_looked_after_ceased_special_guardianship',
    'ind_looked_after_reviews_in_time',
    'ind_looked_after_visits_in_time',
    'ind_new_assessment_outcomes',
    'ind_new_assessments_completed',
    'ind_new_assessments_open_late',
    'ind_new_assessments_started',
    'ind_new_assessments_within_45_working_days',
    'ind_s47_completed',
    'ind_s47_outcome_not_recorded',
    'ind_s47_outcomes',
    'ind_s47_started',
    'ind_s47_started_rolling_12_months',
    'ind_special_guardianship_started',
    'ind_update_assessments_completed',
    'ind_update_assessments_open_late',
    'ind_update_assessments_started',
    'ind_update_assessments_within_45_working_days',
] -%}
{{- guard_indicators(listed) -}}
{%- set weighted = indicator_nodes() | selectattr('config.meta.is_weighted', 'defined')
    | map(attribute='name') | list -%}

{%- for name in listed %}
    select
        events.la_code,
        '{{ name[4:] }}' as indicator_id,
        events.breakdown,
        events.month_on,
        events.subject_id,
        events.event_id,
        events.event_on,
        cast(events.numerator as decimal(18, 2)) as numerator,
        cast({{ 'events.weight' if name in weighted else 1 }} as decimal(18, 2)) as weight
    from {{ ref(name) }} as events
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}
