{{ config(severity='warn') }}
-- If this fails, an indicator is computed that no reader sees, or the report asks for one that does not exist.
with placed as (
    select indicator_id from {{ ref('report_layout') }}
    union
    select indicator_id from {{ ref('scorecard_layout') }}
)

select
    indicators.indicator_id as not_placed,
    placed.indicator_id as not_computed
from {{ ref('indicators') }} as indicators
full outer join placed
    on indicators.indicator_id = placed.indicator_id
where indicators.indicator_id is null or placed.indicator_id is null
