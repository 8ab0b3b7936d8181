-- If this fails, the counting rule that readers see is a part of the model's SQL.
select
    indicators.indicator_id,
    indicators.counting_rule
from {{ ref('indicators') }} as indicators
where
    length(replace(indicators.counting_rule, {{ "'{{'" }}, ''))
    <> length(replace(indicators.counting_rule, {{ "'}}'" }}, ''))
    or indicators.counting_rule not like '%select%'
