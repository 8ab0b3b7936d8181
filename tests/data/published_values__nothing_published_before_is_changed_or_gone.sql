-- If this fails, the ledger lost or altered a figure that readers have seen.
select count(*) as rows_lost
from (
    select * from {{ source('ledger', 'published_values') }}
    except
    select * from {{ ref('published_values') }}
) as lost
having count(*) > 0
