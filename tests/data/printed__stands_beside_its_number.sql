-- Beside a printed cell that is a number stands that number; beside one that shows none, none.
{% set columns = [
    'two_months_before', 'month_before', 'this_month', 'year_to_date', 'five_years_before', 'four_years_before',
    'three_years_before', 'two_years_before', 'year_before', 'neighbours_average', 'neighbours_best',
    'national_average', 'national_top_quartile'
] %}
with cells as (
    select
        figures.la_code,
        figures.report_month,
        figures.key || ' ' || figures.breakdown || ' ' || figures.period || ' ' || figures.part as cell,
        figures.printed,
        figures.value
    from {{ ref('report_figures') }} as figures
    {% for column in columns %}
        union all
        select
            scorecard.la_code,
            scorecard.report_month,
            scorecard.row_key || ' {{ column }}' as cell,
            scorecard.{{ column }} as printed,
            scorecard.{{ column }}_value as value
        from {{ ref('report_scorecard') }} as scorecard
    {% endfor %}
)

select * from cells
where
    case
        when {{ is_written_as('cells.printed', '[0-9]+([.][0-9]+)?%?') }}
            then cells.value is distinct from cast(replace(cells.printed, '%', '') as double)
        when not {{ is_written_as('cells.printed', '.*[0-9].*') }} then cells.value is not null
        else false
    end
