-- If this fails, dates are read wrongly or guessed. Expected values by hand: day 43831 of Excel is 1 January 2020.
with cases (written, source_file, expected) as (
    values
    ('2020-02-29', 'a.csv', date '2020-02-29'), ('2020-02-29T00:00:00', 'a.csv', date '2020-02-29'),
    ('29/02/2020', 'a.csv', date '2020-02-29'), (' 2020-02-29 ', 'a.csv', date '2020-02-29'),
    ('43831', 'a.xlsx', date '2020-01-01'), ('43831', 'a.csv', null), ('31/02/2020', 'a.csv', null),
    ('1900-01-01', 'a.csv', null), ('soon', 'a.xlsx', null), ('', 'a.csv', null)
)

select * from cases
where {{ date_value('written') }} is distinct from expected
