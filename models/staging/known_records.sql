{#- Every record that can be counted, in the newest delivery and the last published one, with its dates. -#}
{%- set kinds = [
    ('contact', 'stg_contacts', 'contact_id', ['received_on']),
    ('referral', 'stg_referrals', 'referral_id', ['referred_on']),
    ('cohort membership', 'stg_exploitation_cohort', 'cohort_id', ['started_on', 'ended_on']),
    ('assessment', 'stg_assessments', 'assessment_id', ['started_on', 'authorised_on']),
    ('enquiry', 'stg_s47_enquiries', 'enquiry_id', ['started_on', 'completed_on']),
    ('conference', 'stg_initial_conferences', 'conference_id', ['held_on']),
    ('plan', 'stg_cp_plans', 'plan_id', ['started_on', 'ended_on']),
    ('adoption', 'stg_adoptions', 'adoption_id', ['adopted_on', 'placed_on', 'matched_on']),
    ('fostering household', 'stg_foster_households', 'household_id', ['approved_on', 'deregistered_on']),
    ('education term', 'stg_education_terms', 'record_id', ['academic_year', 'term']),
    ('plan review', 'stg_cp_reviews', 'review_id', ['held_on']),
    ('post', 'stg_posts', 'post_id', ['started_on', 'ended_on']),
    ('involvement', 'stg_involvements', 'involvement_id', ['started_on', 'ended_on']),
    ('placement', 'stg_placements', 'placement_id', ['started_on', 'ended_on']),
    ('legal status', 'stg_legal_statuses', 'legal_status_id', ['started_on']),
    ('looked-after review', 'stg_care_reviews', 'review_id', ['held_on']),
    ('care leaver status', 'stg_care_leaver_history', 'status_id', ['started_on', 'last_day_on']),
    ('health check', 'stg_health_checks', 'health_check_id', ['checked_on']),
] -%}
{{- guard_record_kinds(kinds | map('first') | list + ['period of care']) -}}
{%- for kind, model, key, dates in kinds %}
    select
        records.la_code,
        records.is_newest,
        '{{ kind }}' as record_kind,
        records.{{ key }} as event_id,
        {% for date in dates -%}
            coalesce(cast(records.{{ date }} as string), '')
            {%- if not loop.last %} || ' ' || {% endif %}
        {%- endfor %} as record_dates
    from {{ ref(model) }} as records
    where records.refusal_reason is null
    union all
{%- endfor %}
select
    episodes.la_code,
    episodes.is_newest,
    'period of care' as record_kind,
    episodes.period_of_care_id as event_id,
    cast(min(episodes.started_on) as string) || ' ' || coalesce(cast(max(episodes.ceased_on) as string), '')
    || ' ' || cast(count(episodes.ceased_on) as string) as record_dates
from {{ ref('stg_care_episodes') }} as episodes
where episodes.refusal_reason is null and episodes.period_of_care_id is not null
group by episodes.la_code, episodes.is_newest, episodes.period_of_care_id
union all
-- A period whose id another has already, or that has none, goes by its first episode as well.
select
    episodes.la_code,
    episodes.is_newest,
    'period of care' as record_kind,
    coalesce(episodes.period_of_care_id, episodes.child_id) || '#' || episodes.episode_id as event_id,
    coalesce(cast(episodes.started_on as string), '') || ' ' || coalesce(cast(episodes.ceased_on as string), '')
        as record_dates
from {{ ref('stg_care_episodes') }} as episodes
where episodes.refusal_reason is null
