{{ config(materialized='ephemeral') }}

-- Every month and term up to the month of each report, however far back, as that report would show it; the year to date
-- as it stands at the month of the report. Shown are twelve months and the terms reported in them.
with choices as (
    select
        reports.la_code,
        reports.report_month,
        ledger.indicator_id,
        ledger.breakdown,
        ledger.period_kind,
        ledger.period_end_on,
        ledger.numerator,
        ledger.denominator,
        ledger.value_status,
        first_value(ledger.numerator) over first_to_last as first_numerator,
        first_value(ledger.denominator) over first_to_last as first_denominator,
        first_value(ledger.value_status) over first_to_last as first_status,
        ledger.as_known_on,
        ledger.issue,
        indicators.unit,
        indicators.decimals,
        row_number() over (
            partition by
                reports.la_code, reports.report_month, ledger.indicator_id, ledger.breakdown,
                ledger.period_kind, ledger.period_end_on
            order by case indicators.shown_as when 'first_published' then ledger.issue else -ledger.issue end
        ) as nth_choice
    from {{ ref('report_issues') }} as reports
    inner join {{ ref('published_values') }} as ledger
        on
            reports.la_code = ledger.la_code
            and reports.publication_no >= ledger.publication_no
            and reports.report_month >= ledger.period_end_on
    inner join {{ ref('indicators') }} as indicators
        on ledger.indicator_id = indicators.indicator_id
    where
        reports.is_latest_issue
        and (ledger.period_kind in ('month', 'term') or ledger.period_end_on = reports.report_month)
    window
        first_to_last as (
            partition by
                reports.la_code, reports.report_month, ledger.indicator_id, ledger.breakdown,
                ledger.period_kind, ledger.period_end_on
            order by ledger.issue asc nulls last
        )
)

select
    choices.la_code,
    choices.report_month,
    choices.indicator_id,
    choices.breakdown,
    choices.period_kind,
    choices.period_end_on,
    choices.numerator,
    choices.denominator,
    {{ rounded_value('choices.unit', 'choices.numerator', 'choices.denominator', 'choices.decimals') }}
        as rounded_value,
    choices.first_numerator,
    choices.first_denominator,
    case
        when choices.first_status = 'reported'
            then
                {{ rounded_value(
                    'choices.unit', 'choices.first_numerator', 'choices.first_denominator', 'choices.decimals'
                ) }}
    end as first_rounded_value,
    choices.decimals,
    choices.value_status,
    choices.as_known_on,
    choices.issue,
    choices.period_end_on > last_day({{ add_months('choices.report_month', -12) }}) as is_shown
from choices
where choices.nth_choice = 1
