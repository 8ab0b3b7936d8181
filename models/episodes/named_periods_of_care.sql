select distinct -- a period has several episodes
    episodes.la_code,
    episodes.child_id,
    episodes.source_period_id,
    episodes.period_of_care_id
from {{ ref('care_episodes') }} as episodes
