with landed as (
    {{ landed_rows('ssd_cla_health') }}
),

typed as (
    select
        {{ provenance() }},
        {{ code_value('clah_health_check_id') }} as health_check_id,
        {{ code_value('clah_person_id') }} as child_id,
        {{ code_value('clah_health_check_type') }} as check_type,
        {{ date_value('clah_health_check_date') }} as checked_on,
        {{ code_value('clah_health_check_status') }} as check_status,
        coalesce(
            row_fault,
            {{ refuse_missing('clah_health_check_id') }},
            {{ refuse_missing('clah_person_id') }},
            {{ refuse_unknown_code('clah_health_check_type') }},
            {{ refuse_unreadable_date('clah_health_check_date') }},
            {{ refuse_unknown_code('clah_health_check_status') }}
        ) as value_refusal
    from landed
)

select
    typed.*,
    coalesce(typed.value_refusal, {{ refuse_repeated('clah_health_check_id') }}) as refusal_reason
from typed
{{ window_of_repeats('health_check_id') }}
