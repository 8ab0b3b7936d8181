{{ config(alias='councils') }}

select
    councils.la_code,
    councils.name
from {{ ref('councils') }} as councils
where councils.la_code in (select deliveries.la_code from {{ ref('stg_deliveries') }} as deliveries)
