-- Which marts are there, and what is one row of each?
select table_name, comment from duckdb_tables() where schema_name = 'reporting' order by table_name;

-- Child protection, month by month
select month_on, cp_plans_open, round(cp_plans_open_per_10k, 1) as per_10k, round(cp_reviews_in_time_percent, 1) as percent
from reporting.child_protection_by_month
order by la_code, month_on;

-- One indicator by category, with the numbers behind its percentages
select month_on, breakdown_label, numerator, denominator, value, value_status
from reporting.indicators_by_month
where indicator_id = 'contacts_by_source'
order by la_code, month_on, breakdown;

-- Everything that is late or up to date, as last published, newest month first
select month_on, subject, title, numerator, denominator, round(value, 1) as percent
from reporting.indicators_by_month
where unit = 'percent' and indicator_id like '%up_to_date'
order by la_code, month_on desc, subject, indicator_id;

-- The year to date as it stood each month
select period_end_on as month_on, value
from reporting.published_values
where indicator_id = 'referrals' and breakdown = 'all' and period_kind = 'ytd'
qualify row_number() over (partition by la_code, period_end_on order by issue desc) = 1
order by la_code, month_on;

-- A figure as every publication had it
select period_end_on as month_on, issue, as_known_on, numerator
from reporting.published_values
where indicator_id = 'looked_after' and period_kind = 'month'
order by la_code, month_on, issue;

-- What an indicator is, and the SQL that counts it
select title, definition, source_tables, counting_rule from reporting.indicators where indicator_id = 'rereferrals';
