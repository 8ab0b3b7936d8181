{{ config(meta={
    'indicator_id': 'agency_staff',
    'title': 'Agency staff',
    'definition': 'Of all social care posts held at the month end, by contracted hours, those held by agency workers.',
    'unit': 'percent',
    'polarity': 'low',
    'period_rule': 'month_end',
    'is_weighted': true,
    'decimals': 2,
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
    case when is_agency then full_time_equivalent else 0 end as numerator,
    full_time_equivalent as weight
from {{ ref('posts_by_period') }}
where full_time_equivalent is not null
