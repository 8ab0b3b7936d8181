{{ config(materialized='ephemeral') }}

select
    history.la_code,
    history.report_month,
    history.indicator_id,
    history.breakdown,
    history.period_kind,
    history.period_end_on,
    history.numerator,
    history.denominator,
    history.rounded_value,
    history.first_numerator,
    history.first_denominator,
    history.first_rounded_value,
    history.decimals,
    history.value_status,
    history.as_known_on,
    history.issue
from {{ ref('report_history') }} as history
where history.is_shown
