-- If this fails, a target points another way than the row: high needs a floor, low a ceiling, limits both, in order.
select targets.row_key
from {{ ref('targets') }} as targets
left join {{ ref('scorecard_layout') }} as layout
    on targets.row_key = layout.row_key
where
    not coalesce(
        case layout.good_performance
            when 'High' then targets.shape = 'at_least' and coalesce(targets.amber_from < targets.green_from, true)
            when 'Low'
                then targets.shape in ('below', 'at_most') and coalesce(targets.amber_to > targets.green_to, true)
            when 'Within limits (low)' then targets.shape = 'below' and targets.amber_to > targets.green_to
            else
                targets.shape = 'within'
                and targets.amber_from < targets.green_from
                and targets.green_from < targets.green_to
                and targets.green_to < targets.amber_to
        end,
        false
    )
