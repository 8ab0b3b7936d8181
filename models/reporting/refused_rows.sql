select
    staged.la_code,
    staged.delivery_id,
    staged.table_name,
    staged.source_file,
    staged.source_row,
    staged.refusal_reason
from {{ ref('staged_rows') }} as staged
where staged.refusal_reason is not null
