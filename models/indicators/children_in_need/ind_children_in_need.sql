{{ config(meta={
    'indicator_id': 'children_in_need',
    'title': 'Children in need as the department defines them',
    'definition': 'Open children in need cases, open child protection plans, looked-after children and care leavers at the month end, and their rate per 10,000 children aged 0 to 17.',
    'unit': 'rate_per_10k',
    'polarity': 'low',
    'period_rule': 'month_end',
    'record_kind': 'several records',
    'tables': ['ssd_cin_episodes', 'ssd_cp_plans', 'ssd_cla_episodes', 'ssd_legal_status', 'ssd_person', 'lcs_care_leaver_history'],
}) }}

{%- set kinds = [
    ('case', 'ind_cin_open'),
    ('plan', 'ind_cp_plans_open'),
    ('care', 'ind_looked_after'),
    ('left care', 'ind_care_leavers'),
] %}

{%- for kind, model in kinds %}
    select
        la_code,
        month_on,
        'all' as breakdown,
        subject_id,
        '{{ kind }} ' || event_id as event_id,
        event_on,
        1 as numerator
    from {{ ref(model) }}
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}
