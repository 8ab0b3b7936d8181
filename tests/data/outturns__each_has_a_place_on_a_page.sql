-- If this fails, an outturn, a benchmark or a scorecard row names a cell that no page has: it would be printed nowhere.
with named as (
    select
        page_key,
        page_breakdown,
        page_part
    from {{ ref('annual_outturns') }}
    union
    select
        page_key,
        page_breakdown,
        page_part
    from {{ ref('benchmarks') }}
    union
    select
        page_key,
        page_breakdown,
        page_part
    from {{ ref('scorecard_layout') }}
    where page_key is not null
)

select named.*
from named
left join {{ ref('report_layout') }} as layout
    on
        named.page_key = layout.key
        and coalesce(named.page_breakdown, '') = coalesce(layout.breakdown, '')
        and named.page_part = layout.part
where layout.key is null
