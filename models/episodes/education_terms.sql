with known_terms as (
    {{ known_rows('stg_education_terms') }}
),

of_children as (
    select
        known_terms.la_code,
        known_terms.record_id,
        known_terms.child_id,
        terms.academic_year,
        terms.term,
        terms.first_on,
        terms.last_on,
        terms.reported_month_on,
        known_terms.has_education_plan,
        known_terms.has_education_plan_up_to_date,
        -- Absence of which nobody can read a part is not counted.
        case when not {{ is_unread('known_terms', 'sessions_missed') }} then known_terms.sessions_possible end
            as sessions_possible,
        known_terms.sessions_missed,
        known_terms.fixed_term_exclusions,
        known_terms.is_on_reduced_timetable
    from known_terms
    inner join {{ ref('council_terms') }} as terms
        on
            known_terms.la_code = terms.la_code
            and known_terms.academic_year = terms.academic_year
            and known_terms.term = terms.term
),

in_care as (
    select
        of_children.la_code,
        of_children.record_id,
        max(
            case when spans.ended_on is null or spans.ended_on > of_children.last_on then spans.started_on end
        ) as in_care_at_end_since_on
    from of_children
    inner join {{ ref('looked_after_spans') }} as spans
        on
            of_children.la_code = spans.la_code
            and of_children.child_id = spans.child_id
            and of_children.last_on >= spans.started_on
            and (spans.ended_on is null or of_children.first_on < spans.ended_on)
    group by of_children.la_code, of_children.record_id
)

select
    of_children.*,
    children.turns_18_on > of_children.last_on
    and {{ birthday('children.born_on', 2) }} <= of_children.last_on as is_aged_2_to_17,
    in_care.record_id is not null as is_looked_after_in_term,
    coalesce({{ add_months('in_care.in_care_at_end_since_on', 12) }} <= of_children.last_on, false)
        as is_looked_after_12_months
from of_children
left join {{ ref('children') }} as children
    on of_children.la_code = children.la_code and of_children.child_id = children.child_id
left join in_care
    on of_children.la_code = in_care.la_code and of_children.record_id = in_care.record_id
