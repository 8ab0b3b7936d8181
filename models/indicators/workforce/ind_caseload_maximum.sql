{{ config(meta={
    'indicator_id': 'caseload_maximum',
    'title': 'Largest caseload',
    'definition': 'Cases of the social worker who holds the most at the month end, in the key safeguarding teams and in the looked-after teams.',
    'unit': 'count',
    'polarity': 'low',
    'period_rule': 'month_end',
    'breakdown_set': 'caseload_team',
    'record_kind': 'involvement',
    'tables': ['ssd_involvements', 'hr_posts'],
}) }}

select
    la_code,
    month_on,
    'safeguarding' as breakdown,
    child_id as subject_id,
    involvement_id as event_id,
    started_on as event_on,
    1 as numerator
from {{ ref('cases_by_period') }}
where is_largest_caseload_in_safeguarding
union all
select
    la_code,
    month_on,
    'looked_after' as breakdown,
    child_id as subject_id,
    involvement_id as event_id,
    started_on as event_on,
    1 as numerator
from {{ ref('cases_by_period') }}
where is_largest_caseload_in_team_group and team_group = 'looked_after'
