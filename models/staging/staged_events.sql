{#- Events of the case system as they were accepted: the day it happened or began, and the day it ended, if it has one.
    What lasts for months by its nature is open until it ends; enquiries and assessments come and go. -#}
{%- set kinds = [
    ('ssd_contacts', 'stg_contacts', 'received_on', none, false),
    ('ssd_cin_episodes', 'stg_referrals', 'referred_on', 'closed_on', true),
    ('ssd_cin_assessments', 'stg_assessments', 'started_on', 'authorised_on', false),
    ('ssd_s47_enquiry', 'stg_s47_enquiries', 'started_on', 'completed_on', false),
    ('ssd_initial_cp_conference', 'stg_initial_conferences', 'held_on', none, false),
    ('ssd_cp_plans', 'stg_cp_plans', 'started_on', 'ended_on', true),
    ('ssd_cp_reviews', 'stg_cp_reviews', 'held_on', none, false),
    ('ssd_cp_visits', 'stg_cp_visits', 'visited_on', none, false),
    ('ssd_cla_episodes', 'stg_care_episodes', 'started_on', 'ceased_on', true),
    ('ssd_cla_placement', 'stg_placements', 'started_on', 'ended_on', true),
    ('ssd_legal_status', 'stg_legal_statuses', 'started_on', 'ended_on', true),
    ('ssd_cla_reviews', 'stg_care_reviews', 'held_on', none, false),
    ('ssd_cla_visits', 'stg_care_visits', 'visited_on', none, false),
    ('ssd_cla_health', 'stg_health_checks', 'checked_on', none, false),
    ('ssd_involvements', 'stg_involvements', 'started_on', 'ended_on', true),
] -%}
{{ config(materialized='view') }}
{%- for table, model, started_on, ended_on, lasts in kinds %}
    select
        events.la_code,
        events.delivery_id,
        events.is_newest,
        '{{ table }}' as table_name,
        events.source_file,
        events.source_row,
        greatest(events.{{ started_on }}, events.{{ ended_on or started_on }}) as last_event_on,
        {{ lasts }} and events.{{ started_on }} is not null and events.{{ ended_on or started_on }} is null as is_open
    from {{ ref(model) }} as events
    where events.refusal_reason is null
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}
