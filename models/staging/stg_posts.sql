with landed as (
    {{ landed_rows('hr_posts', dates=['start_date', 'end_date']) }}
),

typed as (
    select
        {{ provenance() }},
        {{ key_value('post_id') }} as post_id,
        {{ key_value('professional_id') }} as professional_id,
        {{ key_value('team_id') }} as team_id,
        {{ listed_code('role') }} as role,
        {{ listed_code('employment') }} as employment,
        {{ number_value('fte') }} as full_time_equivalent,
        {{ date_value('start_date') }} as started_on,
        {{ date_value('end_date') }} as ended_on,
        coalesce(
            row_fault,
            {{ missing_key('post_id') }},
            {{ unreadable_date('start_date') }},
            {{ unreadable_date('end_date') }}
        ) as value_refusal,
        {{ attribute_faults([
            missing('fte'),
            unknown_code('role'),
            unknown_code('employment'),
            unreadable_number('fte'),
            unreadable_key('professional_id'),
            unreadable_key('team_id'),
        ]) }} as attribute_faults
    from landed
),

fingerprinted as (
    {{ fingerprinted_rows() }}
)

select
    fingerprinted.*,
    coalesce(fingerprinted.value_refusal, {{ refuse_repeated('post_id') }}) as refusal_reason
from fingerprinted
{{ window_of_repeats('post_id') }}
