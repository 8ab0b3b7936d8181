select
    charts.page,
    charts.chart_no,
    charts.kind,
    charts.title,
    charts.position,
    charts.key,
    coalesce(charts.breakdown, '') as breakdown,
    charts.part,
    coalesce(charts.label, charts.title) as label,
    min(rows_of_scorecard.row_key) as scorecard_row_key
from {{ ref('chart_layout') }} as charts
left join {{ ref('scorecard_layout') }} as rows_of_scorecard
    on
        charts.key = rows_of_scorecard.page_key
        and coalesce(charts.breakdown, '') = coalesce(rows_of_scorecard.page_breakdown, '')
        and charts.part = rows_of_scorecard.page_part
group by all
