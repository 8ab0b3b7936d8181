-- What was published so far, as the build sees it: copied from the published file before each build.
-- The columns are those of the models of the same names in models/reporting.
create table if not exists ledger.published_values (
    la_code varchar, indicator_id varchar, breakdown varchar, period_kind varchar, first_month_on date, period_end_on date,
    issue integer, publication_no integer, as_known_on date, delivery_id varchar, numerator double, denominator double, value double,
    value_status varchar, code_version varchar
);

create table if not exists ledger.published_event_changes (
    la_code varchar, indicator_id varchar, breakdown varchar, month_on date, event_id varchar, change_no integer,
    publication_no integer, as_known_on date, delivery_id varchar, subject_id varchar, event_on date, numerator double, weight double,
    is_counted boolean, reason varchar
);

create table if not exists ledger.published_scorecard (
    la_code varchar, report_month date, publication_no integer, delivery_id varchar, row_key varchar, row_no
    integer, ref varchar, section varchar, title varchar, good_performance varchar, data_note varchar, part varchar,
    indicator_id varchar, breakdown varchar, quantity varchar, has_year_to_date boolean, page varchar,
    two_months_before varchar, two_months_before_value double, month_before varchar, month_before_value double,
    this_month varchar, year_to_date varchar, year_to_date_value double, two_months_before_figure varchar,
    month_before_figure varchar, this_month_figure varchar, dot varchar, dot_reason varchar, is_low_good boolean,
    what_is_good varchar, rag varchar, rag_reason varchar, red varchar, amber varchar, target_green varchar,
    this_month_value double, is_target_met boolean, target_from double, target_to double, tolerance_from double,
    tolerance_to double, five_years_before varchar, five_years_before_value double, four_years_before varchar,
    four_years_before_value double, three_years_before varchar, three_years_before_value double, two_years_before
    varchar, two_years_before_value double, year_before varchar, year_before_value double, neighbours_average
    varchar, neighbours_average_value double, neighbours_best varchar, neighbours_best_value double,
    national_average varchar, national_average_value double, national_top_quartile varchar,
    national_top_quartile_value double, benchmarks_of varchar
);
