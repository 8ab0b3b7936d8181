select
    issues.la_code,
    issues.report_month,
    indicators.indicator_id,
    coalesce(definitions.definition, indicators.definition) as definition
from {{ ref('report_issues') }} as issues
cross join {{ ref('indicators') }} as indicators
left join {{ ref('council_definitions') }} as definitions
    on
        issues.la_code = definitions.la_code
        and indicators.indicator_id = definitions.indicator_id
        and issues.report_month between definitions.valid_from
        and coalesce(definitions.valid_to, cast('9999-12-31' as date))
where issues.is_latest_issue
