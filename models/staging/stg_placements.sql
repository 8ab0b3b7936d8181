with landed as (
    {{ landed_rows('ssd_cla_placement', dates=['clap_cla_placement_start_date', 'clap_cla_placement_end_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('clap_cla_placement_id') }} as placement_id,
        {{ key_value('clap_cla_id') }} as period_of_care_id,
        {{ key_value('clap_person_id') }} as child_id,
        {{ date_value('clap_cla_placement_start_date') }} as started_on,
        {{ date_value('clap_cla_placement_end_date') }} as ended_on,
        {{ listed_code('clap_cla_placement_type') }} as placement_type,
        {{ listed_code('clap_cla_placement_provider') }} as provider,
        coalesce(
            row_fault,
            {{ missing_key('clap_cla_placement_id') }},
            {{ missing_key('clap_person_id') }},
            {{ unreadable_date('clap_cla_placement_start_date') }},
            {{ unreadable_date('clap_cla_placement_end_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            unknown_code('clap_cla_placement_type'),
            unknown_code('clap_cla_placement_provider'),
            unreadable_key('clap_cla_id'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('clap_cla_placement_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('placement_id') }}
