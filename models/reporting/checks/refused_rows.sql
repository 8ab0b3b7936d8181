with refused as (
    select
        staged.*,
        split_part(staged.refusal_reason, ': ', -1) as words
    from {{ ref('staged_rows') }} as staged
    where staged.refusal_reason is not null
)

select
    refused.la_code,
    refused.delivery_id,
    refused.table_name,
    refused.source_file,
    refused.source_row,
    case when refused.words <> refused.refusal_reason then split_part(refused.refusal_reason, ': ', 1) end as field,
    codes.reason_code,
    refused.refusal_reason
from refused
left join {{ ref('refusal_codes') }} as codes
    on refused.words = codes.words
