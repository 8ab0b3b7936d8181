with tracked_months as (
    select distinct -- the ledger has a row per event
        ledger.la_code,
        ledger.month_on
    from {{ source('ledger', 'published_event_changes') }} as ledger
),

tracked_indicators as (
    select distinct -- the ledger has a row per publication
        ledger.la_code,
        ledger.indicator_id
    from {{ source('ledger', 'published_values') }} as ledger
),

publications as (
    select
        ledger.la_code,
        max(ledger.publication_no) as last_publication_no,
        max(ledger.as_known_on) as last_known_on
    from {{ source('ledger', 'published_values') }} as ledger
    group by ledger.la_code
),

explained as (
    select
        changes.*,
        cast(coalesce(publications.last_publication_no, 0) + 1 as integer) as publication_no,
        case
            when tracked_months.month_on is null or tracked_indicators.indicator_id is null then 'first published'
            when coalesce(records_now.event_id, records_before.event_id) is null then 'another record changed'
            when records_now.event_id is null then 'record gone'
            when records_before.event_id is null then 'recorded late'
            when records_now.record_dates <> records_before.record_dates then 'date changed'
            else 'details changed'
        end as reason
    from {{ ref('event_changes') }} as changes
    inner join {{ ref('indicators') }} as indicators
        on changes.indicator_id = indicators.indicator_id
    left join publications
        on changes.la_code = publications.la_code
    left join tracked_months
        on changes.la_code = tracked_months.la_code and changes.month_on = tracked_months.month_on
    left join tracked_indicators
        on
            changes.la_code = tracked_indicators.la_code
            and changes.indicator_id = tracked_indicators.indicator_id
    left join {{ ref('known_records') }} as records_now
        on
            changes.la_code = records_now.la_code
            and indicators.record_kind = records_now.record_kind
            and changes.event_id = records_now.event_id
            and records_now.is_newest
    left join {{ ref('known_records') }} as records_before
        on
            changes.la_code = records_before.la_code
            and indicators.record_kind = records_before.record_kind
            and changes.event_id = records_before.event_id
            and not records_before.is_newest
    where publications.last_known_on is null or changes.as_known_on >= publications.last_known_on
)

select
    ledger.la_code,
    ledger.indicator_id,
    ledger.breakdown,
    ledger.month_on,
    ledger.event_id,
    ledger.change_no,
    ledger.publication_no,
    ledger.as_known_on,
    ledger.delivery_id,
    ledger.subject_id,
    ledger.event_on,
    ledger.numerator,
    ledger.weight,
    ledger.is_counted,
    ledger.reason
from {{ source('ledger', 'published_event_changes') }} as ledger
union all
select
    explained.la_code,
    explained.indicator_id,
    explained.breakdown,
    explained.month_on,
    explained.event_id,
    explained.change_no,
    explained.publication_no,
    explained.as_known_on,
    explained.delivery_id,
    explained.subject_id,
    explained.event_on,
    explained.numerator,
    explained.weight,
    explained.is_counted,
    explained.reason
from explained
