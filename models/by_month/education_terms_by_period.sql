-- Children in the term's cohort: in care on a day of the term, aged 2 to 17 at its end.
select
    terms.la_code,
    months.month_on,
    terms.record_id,
    terms.child_id,
    terms.last_on,
    coalesce(terms.has_education_plan, false) as has_education_plan,
    coalesce(terms.has_education_plan and terms.has_education_plan_up_to_date, false)
        as has_education_plan_up_to_date,
    terms.sessions_possible,
    coalesce(terms.sessions_missed, 0) as sessions_missed,
    10 * coalesce(terms.sessions_missed, 0) >= terms.sessions_possible as is_persistently_absent,
    coalesce(terms.fixed_term_exclusions > 0, false) as is_excluded_in_term,
    coalesce(terms.is_on_reduced_timetable, false) as is_on_reduced_timetable,
    terms.is_looked_after_12_months,
    terms.is_looked_after_12_months and terms.sessions_possible > 0 as is_attendance_counted
from {{ ref('education_terms') }} as terms
inner join {{ ref('reporting_months') }} as months
    on terms.reported_month_on = months.month_on
where terms.is_looked_after_in_term and terms.is_aged_2_to_17
