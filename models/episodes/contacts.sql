with known_contacts as (
    {{ known_rows('stg_contacts') }}
),

known_forms as (
    {{ known_rows('stg_contact_forms') }}
),

-- What a form records, the reason for the contact or a need: its version says so, else what is filled in.
forms_of_a_kind as (
    select
        known_forms.*,
        coalesce(
            versions.reported_as,
            case
                when coalesce(known_forms.need_identified, known_forms.contact_type) is not null then 'need'
                when known_forms.reason_for_contact is not null then 'reason'
            end
        ) as form_records
    from known_forms
    left join {{ ref('council_codes') }} as versions
        on
            known_forms.la_code = versions.la_code
            and versions.field = 'form_version'
            and known_forms.form_version = versions.code
),

-- A form that says neither is of the kind that all others of its council are of.
only_kinds as (
    select
        forms_of_a_kind.la_code,
        max(forms_of_a_kind.form_records) as form_records
    from forms_of_a_kind
    group by forms_of_a_kind.la_code
    having min(forms_of_a_kind.form_records) = max(forms_of_a_kind.form_records)
),

counting_rules as (
    select
        rules.*,
        versions.reported_as as counted_by,
        coalesce(bool_or(versions.reported_as = 'need') over (partition by rules.la_code), false) as is_by_need_once
    from {{ ref('contact_counting_rules') }} as rules
    left join {{ ref('council_codes') }} as versions
        on
            rules.la_code = versions.la_code
            and versions.field = 'form_version'
            and rules.counted_by_form = versions.code
),

contacts_with_forms as (
    select
        known_contacts.la_code,
        known_contacts.contact_id,
        known_contacts.child_id,
        known_contacts.received_on,
        known_contacts.source_code,
        {{ reported('sources.reported_as', 'known_contacts.source_code', "'others'") }} as source_group,
        coalesce(counting_rules.counted_by_form, known_forms.form_version) as counted_by_form,
        counting_rules.by_source_needs,
        reasons.reported_as as reason_group,
        {{ reported('needs.reported_as', 'known_forms.need_identified', 'null') }} as stated_need,
        known_forms.contact_type,
        known_forms.decided_on,
        known_forms.decision_outcome,
        known_forms.referral_id,
        coalesce(
            known_forms.form_records, case when known_forms.contact_id is not null then only_kinds.form_records end
        ) as form_records,
        counting_rules.counted_by as counted_by_rule,
        coalesce(counting_rules.is_by_need_once, false) as is_by_need_once,
        coalesce(known_forms.is_open_case, false) as is_open_case,
        {{ working_days_from('received_day', 'decided_day') }} as working_days_to_decision
    from known_contacts
    left join forms_of_a_kind as known_forms
        on
            known_contacts.la_code = known_forms.la_code
            and known_contacts.contact_id = known_forms.contact_id
    left join only_kinds
        on known_contacts.la_code = only_kinds.la_code
    left join counting_rules
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

with_need as (
    select
        contacts_with_forms.*,
        coalesce(contacts_with_forms.form_records = 'need', false) as has_need_recorded,
        coalesce(
            contacts_with_forms.stated_need,
            case when contacts_with_forms.form_records = 'need' then 'not_sure' else 'not_recorded' end
        ) as need,
        -- Where a council went over to a form that records needs, contacts on the one before are not of its series.
        not coalesce(contacts_with_forms.form_records = 'reason' and contacts_with_forms.is_by_need_once, false)
            as is_received
    from contacts_with_forms
),

judged as (
    select
        with_need.*,
        coalesce(with_need.decision_outcome = 'REFERRAL', false) as is_progressed_to_referral,
        coalesce(case coalesce(with_need.counted_by_rule, with_need.form_records)
            when 'reason'
                then with_need.reason_group = 'social_care' or with_need.decision_outcome = 'REFERRAL'
            when 'need'
                then
                    with_need.need in ('harm', 'not_sure', 'not_recorded', 'unknown')
                    and with_need.contact_type = 'CONTACT'
        end, false) as is_social_care,
        with_need.has_need_recorded
        and with_need.need in ('harm', 'not_sure', 'unknown')
        and coalesce(with_need.contact_type = 'CONTACT', false) as is_social_care_on_new_form
    from with_need
)

select
    judged.la_code,
    judged.contact_id,
    judged.child_id,
    judged.received_on,
    judged.source_code,
    judged.source_group,
    judged.counted_by_form,
    judged.by_source_needs,
    judged.reason_group,
    judged.need,
    judged.contact_type,
    judged.decided_on,
    judged.decision_outcome,
    judged.referral_id,
    judged.form_records,
    judged.has_need_recorded,
    judged.is_received,
    judged.is_open_case,
    judged.working_days_to_decision,
    judged.is_progressed_to_referral,
    judged.is_social_care,
    judged.is_social_care_on_new_form,
    judged.is_social_care and (judged.by_source_needs is distinct from 'harm' or judged.need = 'harm')
        as is_counted_by_source,
    coalesce(judged.working_days_to_decision <= 1, false) as is_decided_within_1_working_day,
    coalesce(judged.working_days_to_decision <= 5, false) as is_decided_within_5_working_days
from judged
