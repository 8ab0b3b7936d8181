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
    ('2020-06-30T23:00:00Z', 'a.csv', null), ('2020-02-29x', 'a.csv', null), ('29/02/2020?', 'a.csv', null)
)

select * from cases
where {{ date_value('written') }} is distinct from expected
