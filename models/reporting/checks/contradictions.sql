select
    contradictions.la_code,
    contradictions.report_month,
    contradictions.finding,
    contradictions.kind,
    contradictions.page,
    contradictions.key,
    coalesce(contradictions.breakdown, '') as breakdown,
    contradictions.period_kind,
    contradictions.period,
    contradictions.part,
    contradictions.printed,
    contradictions.value_the_counts_give,
    coalesce(contradictions.reason, findings.what) as reason,
    findings.how_this_project_stands_to_it
from {{ ref('published_contradictions') }} as contradictions
inner join {{ ref('report_issues') }} as issues
    on
        contradictions.la_code = issues.la_code
        and contradictions.report_month = issues.report_month
        and issues.is_latest_issue
inner join {{ ref('published_findings') }} as findings
    on
        contradictions.la_code = findings.la_code
        and contradictions.report_month = findings.report_month
        and contradictions.finding = findings.finding
