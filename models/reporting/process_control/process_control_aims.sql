{{ config(materialized='ephemeral') }}

-- What each chart is for: the scorecard row that shows the charted figure, the side that is good there (1 high, -1 low;
-- the indicator's own where no row shows it), and the row's target for the month of the report.
with charted as (
    select
        issues.la_code,
        issues.report_month,
        indicators.indicator_id,
        indicators.polarity,
        breakdowns.breakdown,
        case indicators.unit when 'count' then 'numerator' else 'value' end as quantity
    from {{ ref('report_issues') }} as issues
    cross join {{ ref('indicators') }} as indicators
    inner join {{ ref('breakdowns') }} as breakdowns
        on indicators.breakdown_set = breakdowns.breakdown_set
    where issues.is_latest_issue
)

select
    charted.la_code,
    charted.report_month,
    charted.indicator_id,
    charted.breakdown,
    layout.row_key,
    case coalesce(lower(layout.good_performance), charted.polarity)
        when 'high' then 1
        when 'low' then -1
        when 'within limits (low)' then -1
        when 'within_limits_low' then -1
        else 0
    end as good_side,
    targets.shape,
    targets.green_from,
    targets.green_to,
    targets.green_printed
from charted
left join {{ ref('scorecard_layout') }} as layout
    on
        charted.indicator_id = layout.indicator_id
        and charted.breakdown = layout.breakdown
        and charted.quantity = layout.quantity
left join {{ ref('targets') }} as targets
    on
        charted.la_code = targets.la_code
        and layout.row_key = targets.row_key
        and charted.report_month between targets.valid_from and coalesce(targets.valid_to, cast('9999-12-31' as date))
