{{ config(meta={
    'indicator_id': 'agency_staff_headcount',
    'title': 'Agency staff (head count)',
    'definition': 'Agency workers who hold a social care post at the month end, counted once each.',
    'unit': 'count',
    'polarity': 'low',
    'period_rule': 'month_end',
    'record_kind': 'post',
    'tables': ['hr_posts'],
}) }}

select
    la_code,
    month_on,
    'all' as breakdown,
    professional_id as subject_id,
    post_id as event_id,
    started_on as event_on,
    1 as numerator
from {{ ref('posts_by_period') }}
where is_agency and is_counted_head
