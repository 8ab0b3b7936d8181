select
    contradictions.finding,
    contradictions.page,
    contradictions.key,
    coalesce(contradictions.breakdown, '') as breakdown,
    contradictions.period_kind,
    contradictions.period,
    contradictions.part,
    contradictions.printed,
    contradictions.value_the_counts_give,
    contradictions.reason
from {{ ref('published_contradictions') }} as contradictions
