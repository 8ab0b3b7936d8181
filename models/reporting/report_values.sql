{{ config(materialized='ephemeral') }}

select history.*
from {{ ref('report_history') }} as history
where history.is_shown
