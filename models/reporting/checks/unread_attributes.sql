with faults as (
    select
        staged.la_code,
        staged.delivery_id,
        staged.table_name,
        {{ each_word('staged.attribute_faults', '; ') }} as fault
    from {{ ref('staged_rows') }} as staged
    inner join {{ ref('stg_deliveries') }} as deliveries
        on staged.delivery_id = deliveries.delivery_id and deliveries.is_newest
    where staged.refusal_reason is null and staged.attribute_faults is not null
),

in_words as (
    select
        faults.*,
        split_part(faults.fault, ': ', 1) as field,
        case
            when split_part(faults.fault, ': ', 2) like 'unknown code%' then 'unknown code'
            else split_part(faults.fault, ': ', 2)
        end as words,
        case
            when faults.fault like '%: unknown code %' then split_part(faults.fault, ': unknown code ', 2) else ''
        end as code
    from faults
)

select
    in_words.la_code,
    in_words.delivery_id,
    in_words.table_name,
    in_words.field,
    codes.reason_code,
    in_words.words as reason,
    in_words.code,
    count(*) as records
from in_words
left join {{ ref('refusal_codes') }} as codes
    on in_words.words = codes.words
group by
    in_words.la_code, in_words.delivery_id, in_words.table_name, in_words.field, codes.reason_code, in_words.words,
    in_words.code
