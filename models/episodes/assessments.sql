with known_assessments as (
    {{ known_rows('stg_assessments') }}
),

known_forms as (
    {{ known_rows('stg_assessment_forms') }}
),

known_referrals as (
    {{ known_rows('stg_referrals') }}
),

-- Where the form does not say, the first assessment of a referral is new and the later ones are updates.
with_kind as (
    select
        known_assessments.la_code,
        known_assessments.assessment_id,
        known_assessments.child_id,
        known_assessments.referral_id,
        known_assessments.started_on,
        known_assessments.authorised_on as completed_on,
        known_assessments.team_id,
        known_assessments.is_referred_to_other_agency,
        {{ reported('outcomes.reported_as', 'known_forms.outcome', "'not_recorded_other'") }} as outcome,
        coalesce(
            kinds.reported_as,
            case
                when
                    known_assessments.referral_id is null
                    or row_number() over (
                        partition by known_assessments.la_code, known_assessments.referral_id
                        order by known_assessments.started_on nulls last, known_assessments.assessment_id
                    ) = 1
                    then 'new'
                else 'update'
            end
        ) as kind
    from known_assessments
    left join known_forms
        on
            known_assessments.la_code = known_forms.la_code
            and known_assessments.assessment_id = known_forms.assessment_id
    left join {{ ref('council_codes') }} as outcomes
        on
            known_forms.la_code = outcomes.la_code
            and outcomes.field = 'outcome'
            and known_forms.outcome = outcomes.code
    left join {{ ref('council_codes') }} as kinds
        on
            known_forms.la_code = kinds.la_code
            and kinds.field = 'assessment_kind'
            and known_forms.assessment_kind = kinds.code
),

-- The clock of a new assessment starts with the referral, that of an update with the update itself.
with_clock as (
    select
        with_kind.*,
        case
            when with_kind.kind = 'new' then coalesce(known_referrals.referred_on, with_kind.started_on)
            else with_kind.started_on
        end as clock_starts_on
    from with_kind
    left join known_referrals
        on
            with_kind.la_code = known_referrals.la_code
            and with_kind.referral_id = known_referrals.referral_id
)

select
    with_clock.la_code,
    with_clock.assessment_id,
    with_clock.child_id,
    with_clock.referral_id,
    with_clock.kind,
    with_clock.started_on,
    with_clock.completed_on,
    {{ until_death('with_clock.started_on', 'with_clock.completed_on') }} as open_until_on,
    with_clock.clock_starts_on,
    with_clock.outcome,
    case when with_clock.is_referred_to_other_agency then nullif(rules.other_agency_counts_as, with_clock.outcome) end
        as second_outcome,
    with_clock.team_id,
    {{ working_days_from('clock_day', 'completed_day') }} as working_days_to_complete
from with_clock
left join {{ ref('assessment_counting_rules') }} as rules
    on
        with_clock.la_code = rules.la_code
        and with_clock.completed_on between rules.valid_from and coalesce(rules.valid_to, cast('9999-12-31' as date))
left join {{ ref('children') }} as children
    on with_clock.la_code = children.la_code and with_clock.child_id = children.child_id
left join {{ ref('working_days') }} as clock_day
    on with_clock.clock_starts_on = clock_day.day_on
left join {{ ref('working_days') }} as completed_day
    on with_clock.completed_on = completed_day.day_on
