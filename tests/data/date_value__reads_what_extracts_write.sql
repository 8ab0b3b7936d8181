-- If this fails, dates are read wrongly or guessed. Expected values by hand: day 43831 of Excel is 1 January 2020.
with cases (written, source_file, expected) as (
    values
    ('2020-02-29', 'a.csv', date '2020-02-29'), ('2020-02-29T00:00:00', 'a.csv', date '2020-02-29'),
    ('29/02/2020', 'a.csv', date '2020-02-29'), (' 2020-02-29 ', 'a.csv', date '2020-02-29'),
    ('43831', 'a.xlsx', date '2020-01-01'), ('43831', 'a.csv', null), ('31/02/2020', 'a.csv', null),
    ('1900-01-01', 'a.csv', null), ('soon', 'a.xlsx', null), ('', 'a.csv', null),
    ('43831.75', 'a.xlsx', date '2020-01-01'), ('1', 'a.xlsx', null), ('2020', 'a.xlsx', null),
    ('43831.75', 'a.csv', null), ('43831', 'a.xlsx.csv', null), ('2020-02-29 23:59:59.997', 'a.csv', date '2020-02-29'),
    ('29/02/2020 08:15', 'a.csv', date '2020-02-29'), ('2020-02-29T00:00:00Z', 'a.csv', date '2020-02-29'),
    ('2020-02-29 00:00:00+00', 'a.csv', date '2020-02-29'),
    ('2020-02-29T00:00:00.000+0000', 'a.csv', date '2020-02-29'),
    ('2020-02-29 00:00:00+01', 'a.csv', null), ('2020-06-30 23:00:00+00', 'a.csv', null),
    ('0019-03-01', 'a.csv', null), ('1020-03-01', 'a.csv', null), ('31/12/1947', 'a.csv', null),
    ('1948-01-01', 'a.csv', date '1948-01-01'), ('2099-12-31', 'a.csv', date '2099-12-31'),
    ('2202-01-05', 'a.csv', null), ('9999-12-31', 'a.csv', null), ('9999-12-31 23:59:59', 'a.csv', null),
    ('2020-06-30T23:00:00Z', 'a.csv', null), ('2020-02-29x', 'a.csv', null), ('29/02/2020?', 'a.csv', null)
),

bare as (
    select
        {{ bare('cases.written') }} as cell,
        cases.source_file,
        cases.expected,
        date '1948-01-01' as first_event_on,
        date '2099-12-31' as last_event_on
    from cases
),

read as (
    select
        bare.*,
        {{ written_date('bare.cell') }} as cell_written
    from bare
)

select * from read
where {{ date_value('cell') }} is distinct from expected
