{{ config(alias='series_breaks') }}

select
    breaks.la_code,
    breaks.indicator_id,
    breaks.break_on,
    breaks.stops_sums,
    breaks.what_changed
from {{ ref('series_breaks') }} as breaks
where breaks.la_code in (select deliveries.la_code from {{ ref('stg_deliveries') }} as deliveries)
