{{ config(alias='series_breaks') }}

select breaks.*
from {{ ref('series_breaks') }} as breaks
where breaks.la_code in (select deliveries.la_code from {{ ref('stg_deliveries') }} as deliveries)
