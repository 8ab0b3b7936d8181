with extra_months as (
    select min(extra_reruns.month_on) as first_month_on
    from {{ ref('extra_reruns') }} as extra_reruns
    inner join {{ ref('stg_deliveries') }} as deliveries
        on
            extra_reruns.la_code = deliveries.la_code
            and extra_reruns.delivery_month_on = deliveries.delivery_month_on
            and deliveries.is_newest
),

bounds as (
    select
        run.first_month_on as first_asked_on,
        run.last_month_on,
        least(run.first_month_on, coalesce(extra_months.first_month_on, run.first_month_on)) as first_computed_on
    from {{ source('control', 'run') }} as run
    cross join extra_months
),

-- Eleven months before the first month computed: a rolling year and a year to date need them.
months as (
    select
        bounds.first_asked_on,
        bounds.last_month_on,
        {{ month_ends_of_span(add_months('bounds.first_computed_on', -11), 'bounds.last_month_on') }} as month_on
    from bounds
)

select
    months.month_on,
    cast(date_trunc('month', months.month_on) as date) as first_day_on,
    {{ reporting_year_start('months.month_on') }} as year_starts_on,
    months.month_on between months.first_asked_on and months.last_month_on as is_asked_for
from months
