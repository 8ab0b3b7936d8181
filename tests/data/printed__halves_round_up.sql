-- If this fails, figures on the edge print a tenth too low. Expected values by hand: 1/16 is 6.25 percent.
with cases (numerator, denominator, scale, expected) as (
    values
    (1, 16, 100, 6.3), (9, 16, 100, 56.3), (3, 16, 100, 18.8), (19, 80, 100, 23.8),
    (1, 3, 100, 33.3), (2, 3, 100, 66.7), (0, 7, 100, 0.0), (7, 7, 100, 100.0), (1, 2000, 100, 0.1),
    (449, 56947, 10000, 78.8), (629, 57522, 10000, 109.3)
)

select * from cases
where abs({{ tenths_half_up('numerator', 'denominator', 'scale') }} - expected) > 0.000001
