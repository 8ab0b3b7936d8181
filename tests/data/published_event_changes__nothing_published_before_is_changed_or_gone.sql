-- If this fails, the list of children behind a published figure is no longer the list it was.
select count(*) as rows_lost
from (
    select * from {{ source('ledger', 'published_event_changes') }}
    except
    select * from {{ ref('published_event_changes') }}
) as lost
having count(*) > 0
