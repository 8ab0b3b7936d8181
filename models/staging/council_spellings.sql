with codes as (
    {{ rows_by_council('codes', ['field', 'code']) }}
),

descriptions as (
    {{ rows_by_council('code_descriptions', ['field', 'description']) }}
),

written as (
    select
        codes.of_la_code as la_code,
        codes.field,
        codes.code,
        codes.meaning as description
    from codes
    where codes.nth_choice = 1
    union all
    select
        descriptions.of_la_code as la_code,
        descriptions.field,
        descriptions.code,
        descriptions.description
    from descriptions
    where descriptions.nth_choice = 1
),

-- Case systems show a code alone, its description alone, or both.
spelled as (
    select
        written.la_code,
        written.field,
        written.code,
        {{ spelled('written.code') }} as spelling
    from written
    union
    select
        written.la_code,
        written.field,
        written.code,
        {{ spelled('written.description') }} as spelling
    from written
    union
    select
        written.la_code,
        written.field,
        written.code,
        {{ spelled("written.code || ' ' || written.description") }} as spelling
    from written
)

-- A description of two codes says neither; a code is always itself.
select
    spelled.la_code,
    spelled.field,
    spelled.spelling,
    case
        when max(case when {{ spelled('spelled.code') }} = spelled.spelling then 1 else 0 end) = 1
            then max(case when {{ spelled('spelled.code') }} = spelled.spelling then spelled.code end)
        else min(spelled.code)
    end as code
from spelled
where spelled.spelling <> ''
group by spelled.la_code, spelled.field, spelled.spelling
having
    count(distinct spelled.code) = 1
    or max(case when {{ spelled('spelled.code') }} = spelled.spelling then 1 else 0 end) = 1
