select
    contacts.la_code,
    contacts.month_on,
    contacts.source_group,
    count(*) as contacts,
    count(*) filter (where contacts.is_progressed_to_referral) as progressed_to_referral,
    100 * cast(count(*) filter (where contacts.is_progressed_to_referral) as double) / count(*)
        as percent_progressed_to_referral,
    deliveries.as_known_on
from {{ ref('contacts_by_period') }} as contacts
inner join {{ ref('stg_deliveries') }} as deliveries
    on contacts.la_code = deliveries.la_code and deliveries.is_newest
where contacts.is_counted_by_source
group by contacts.la_code, contacts.month_on, contacts.source_group, deliveries.as_known_on
