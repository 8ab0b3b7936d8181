-- What was published so far, as the build sees it: copied from the published file before each build.
-- The columns are those of models/reporting/published_values.sql and published_event_changes.sql.
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
