-- If this fails, an outturn or benchmark stands with another number than the one that is printed.
with cases (printed, part, expected) as (
    values
    ('615', 'count', 615), ('106.9', 'rate', 106.9), ('8.46%', 'percent', 8.46), ('118 of 194', 'numerator', 118),
    ('118 of 194', 'denominator', 194), ('118 of 194 60.8%', 'numerator', 118),
    ('118 of 194 60.8%', 'denominator', 194), ('118 of 194 60.8%', 'percent', 60.8),
    ('12.5% (45)', 'percent', 12.5), ('12.5% (45)', 'count', 45),
    ('-', 'count', null), ('-', 'percent', null), ('n/a', 'denominator', null)
)

select * from cases
where {{ number_in('printed', 'part') }} is distinct from cast(expected as double)
