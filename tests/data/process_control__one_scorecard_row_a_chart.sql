-- If this fails, two scorecard rows show the same quantity of an indicator: the chart would stand twice, for each once.
select
    layout.indicator_id,
    layout.breakdown,
    layout.quantity
from {{ ref('scorecard_layout') }} as layout
group by layout.indicator_id, layout.breakdown, layout.quantity
having count(*) > 1
