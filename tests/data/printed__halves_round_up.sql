-- If this fails, figures on the edge print a tenth too low. Expected values by hand: 1/16 is 6.25 percent.
with cases (numerator, denominator, scale, decimals, expected) as (
    values
    (1, 16, 100, 1, 6.3), (9, 16, 100, 1, 56.3), (3, 16, 100, 1, 18.8), (19, 80, 100, 1, 23.8),
    (1, 3, 100, 1, 33.3), (2, 3, 100, 1, 66.7), (0, 7, 100, 1, 0.0), (7, 7, 100, 1, 100.0), (1, 2000, 100, 1, 0.1),
    (449, 56947, 10000, 1, 78.8), (629, 57522, 10000, 1, 109.3),
    (19, 242.3, 100, 2, 7.84), (1, 1600, 100, 2, 0.06), (1, 800, 100, 2, 0.13), (33.5, 2, 1, 1, 16.8),
    (60, 2.7, 1, 1, 22.2), (3, 4.575, 1, 1, 0.7), (0.675, 2.7, 100, 2, 25.0), (60, 2.675, 1, 3, 22.43)
)

select * from cases
where abs({{ half_up('numerator', 'denominator', 'scale', 'decimals') }} - expected) > 0.000001
