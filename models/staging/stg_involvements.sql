with landed as (
    {{ landed_rows('ssd_involvements', dates=['invo_involvement_start_date', 'invo_involvement_end_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('invo_involvements_id') }} as involvement_id,
        {{ key_value('invo_professional_id') }} as professional_id,
        {{ listed_code('invo_professional_role_id') }} as role,
        {{ key_value('invo_person_id') }} as child_id,
        {{ date_value('invo_involvement_start_date') }} as started_on,
        {{ date_value('invo_involvement_end_date') }} as ended_on,
        coalesce(
            row_fault,
            {{ missing_key('invo_involvements_id') }},
            {{ missing_key('invo_person_id') }},
            {{ unreadable_date('invo_involvement_start_date') }},
            {{ unreadable_date('invo_involvement_end_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('invo_professional_role_id'),
            unreadable_key('invo_professional_id'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('invo_involvements_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('involvement_id') }}
