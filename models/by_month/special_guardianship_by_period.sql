select
    orders.la_code,
    months.month_on,
    orders.legal_status_id,
    orders.child_id,
    orders.started_on
from {{ ref('legal_statuses') }} as orders
inner join {{ ref('reporting_months') }} as months
    on orders.started_on between months.first_day_on and months.month_on
where orders.status_group = 'special_guardianship'
