{{ config(materialized='ephemeral') }}

with newest as (
    select * from {{ ref('stg_deliveries') }} as deliveries
    where deliveries.is_newest
),

needed as (
    select
        indicators.indicator_id,
        {{ each_word('indicators.source_tables', ', ') }} as table_name
    from {{ ref('indicators') }} as indicators
),

missing_sources as (
    select
        newest.la_code,
        needed.indicator_id
    from newest
    cross join needed
    left join {{ source('raw', 'delivery_tables') }} as delivered
        on newest.delivery_id = delivered.delivery_id and needed.table_name = delivered.table_name
    where delivered.table_name is null
    group by newest.la_code, needed.indicator_id
),

-- Without a form nobody can say what a contact was for.
contact_forms as (
    select
        contacts.la_code,
        bool_or(contacts.form_records is not null) as has_any,
        bool_or(contacts.has_need_recorded) as has_need
    from {{ ref('contacts') }} as contacts
    group by contacts.la_code
),

wanted as (
    select
        newest.la_code,
        newest.delivery_id,
        newest.as_known_on,
        indicators.*,
        breakdowns.breakdown,
        months.month_on,
        months.year_starts_on,
        starts.collected_from_on,
        starts.summed_from_on,
        missing_sources.indicator_id is not null as is_source_missing,
        gaps.indicator_id is not null as is_gap,
        coalesce(
            case indicators.contact_form
                when 'any' then not contact_forms.has_any
                when 'need' then not contact_forms.has_need
            end,
            false
        ) as is_form_missing
    from newest
    cross join {{ ref('indicators') }} as indicators
    inner join {{ ref('breakdowns') }} as breakdowns
        on indicators.breakdown_set = breakdowns.breakdown_set
    cross join {{ ref('reporting_months') }} as months
    left join missing_sources
        on newest.la_code = missing_sources.la_code and indicators.indicator_id = missing_sources.indicator_id
    left join {{ ref('extra_reruns') }} as extra_reruns
        on
            newest.la_code = extra_reruns.la_code
            and newest.delivery_month_on = extra_reruns.delivery_month_on
            and indicators.indicator_id = extra_reruns.indicator_id
            and months.month_on = extra_reruns.month_on
    left join {{ ref('collection_starts') }} as starts
        on newest.la_code = starts.la_code and indicators.indicator_id = starts.indicator_id
    left join {{ ref('gaps_in_collection') }} as gaps
        on
            newest.la_code = gaps.la_code
            and indicators.indicator_id = gaps.indicator_id
            and months.month_on = gaps.month_on
    left join contact_forms
        on newest.la_code = contact_forms.la_code
    left join {{ ref('council_terms') }} as terms
        on newest.la_code = terms.la_code and months.month_on = terms.reported_month_on
    where
        months.month_on <= newest.delivery_month_on
        and (indicators.period_rule <> 'term' or terms.reported_month_on is not null)
        and (months.is_asked_for or extra_reruns.indicator_id is not null)
)

select
    wanted.la_code,
    wanted.indicator_id,
    wanted.breakdown,
    case when wanted.period_rule = 'term' then 'term' else 'month' end as period_kind,
    wanted.month_on as period_end_on,
    case
        when wanted.period_rule = 'rolling_12' then last_day({{ add_months('wanted.month_on', -11) }})
        when wanted.period_rule = 'year_to_date' then last_day(wanted.year_starts_on)
        else wanted.month_on
    end as first_month_on,
    wanted.is_source_missing,
    coalesce(wanted.month_on < wanted.collected_from_on, false) or wanted.is_gap or wanted.is_form_missing
        as is_not_collected,
    wanted.as_known_on,
    wanted.delivery_id
from wanted
union all
select
    wanted.la_code,
    wanted.indicator_id,
    wanted.breakdown,
    'ytd' as period_kind,
    wanted.month_on as period_end_on,
    last_day(greatest(wanted.year_starts_on, coalesce(wanted.summed_from_on, wanted.year_starts_on))) as first_month_on,
    wanted.is_source_missing,
    coalesce(wanted.month_on < wanted.summed_from_on, false) or wanted.is_form_missing as is_not_collected,
    wanted.as_known_on,
    wanted.delivery_id
from wanted
where wanted.period_rule = 'in_month'
