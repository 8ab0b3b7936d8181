select
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
inner join {{ ref('published_findings') }} as findings
    on contradictions.finding = findings.finding
