{{ config(meta={
    'indicator_id': 'caseload_average',
    'title': 'Average caseload',
    'definition': 'Cases held at the month end for each full-time equivalent of the case-holding posts of the teams.',
    'unit': 'average',
    'polarity': 'within_limits',
    'period_rule': 'month_end',
    'breakdown_set': 'team_group',
    'is_weighted': true,
    'record_kind': 'several records',
    'tables': ['ssd_involvements', 'hr_posts'],
}) }}

select
    la_code,
    month_on,
    team_group as breakdown,
    child_id as subject_id,
    'case ' || involvement_id as event_id,
    started_on as event_on,
    1 as numerator,
    0 as weight
from {{ ref('cases_by_period') }}
where team_group <> 'other' and are_hours_known
union all
select
    la_code,
    month_on,
    team_group as breakdown,
    professional_id as subject_id,
    'post ' || post_id as event_id,
    started_on as event_on,
    0 as numerator,
    full_time_equivalent as weight
from {{ ref('posts_by_period') }}
where is_case_holder and team_group <> 'other' and full_time_equivalent is not null
