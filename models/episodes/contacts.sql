with known_contacts as (
    {{ known_rows('stg_contacts') }}
),

known_forms as (
    {{ known_rows('stg_contact_forms') }}
),

contacts_with_forms as (
    select
        known_contacts.la_code,
        known_contacts.contact_id,
        known_contacts.child_id,
        known_contacts.received_on,
        known_contacts.source_code,
        coalesce(sources.reported_as, 'others') as source_group,
        coalesce(counting_rules.counted_by_form, known_forms.form_version) as counted_by_form,
        counting_rules.by_source_needs,
        reasons.reported_as as reason_group,
        coalesce(needs.reported_as, 'not_sure') as need,
        known_forms.contact_type,
        known_forms.decided_on,
        known_forms.decision_outcome,
        known_forms.referral_id,
        known_forms.form_version = 'MASH_2020' as has_need_recorded,
        coalesce(known_forms.is_open_case, false) as is_open_case,
        {{ working_days_from('received_day', 'decided_day') }} as working_days_to_decision
    from known_contacts
    left join known_forms
        on
            known_contacts.la_code = known_forms.la_code
            and known_contacts.contact_id = known_forms.contact_id
    left join {{ ref('contact_counting_rules') }} as counting_rules
        on
            known_contacts.la_code = counting_rules.la_code
            and known_contacts.received_on between counting_rules.valid_from
            and coalesce(counting_rules.valid_to, cast('9999-12-31' as date))
    left join {{ ref('council_codes') }} as sources
        on
            known_contacts.la_code = sources.la_code
            and sources.field = 'cont_contact_source_code'
            and known_contacts.source_code = sources.code
    left join {{ ref('council_codes') }} as needs
        on
            known_forms.la_code = needs.la_code
            and needs.field = 'need_identified'
            and known_forms.need_identified = needs.code
    left join {{ ref('council_codes') }} as reasons
        on
            known_forms.la_code = reasons.la_code
            and reasons.field = 'reason_for_contact'
            and known_forms.reason_for_contact = reasons.code
    left join {{ ref('working_days') }} as received_day
        on known_contacts.received_on = received_day.day_on
    left join {{ ref('working_days') }} as decided_day
        on known_forms.decided_on = decided_day.day_on
),

judged as (
    select
        contacts_with_forms.*,
        coalesce(contacts_with_forms.decision_outcome = 'REFERRAL', false) as is_progressed_to_referral,
        coalesce(case contacts_with_forms.counted_by_form
            when 'LEGACY'
                then
                    contacts_with_forms.reason_group = 'social_care'
                    or contacts_with_forms.decision_outcome = 'REFERRAL'
            when 'MASH_2020' then
                contacts_with_forms.need in ('harm', 'not_sure') and contacts_with_forms.contact_type = 'CONTACT'
        end, false) as is_social_care,
        coalesce(
            contacts_with_forms.has_need_recorded
            and contacts_with_forms.need in ('harm', 'not_sure') and contacts_with_forms.contact_type = 'CONTACT',
            false
        ) as is_social_care_on_new_form
    from contacts_with_forms
)

select
    judged.*,
    judged.is_social_care and (judged.by_source_needs is distinct from 'harm' or judged.need = 'harm')
        as is_counted_by_source,
    coalesce(judged.working_days_to_decision <= 1, false) as is_decided_within_1_working_day,
    coalesce(judged.working_days_to_decision <= 5, false) as is_decided_within_5_working_days
from judged
