-- If this fails, a description stands for a code that its field does not have.
select
    described.la_code,
    described.field,
    described.code
from {{ ref('code_descriptions') }} as described
left join {{ ref('codes') }} as codes
    on
        described.field = codes.field
        and described.code = codes.code
        and (codes.la_code is null or described.la_code = codes.la_code)
where codes.code is null
