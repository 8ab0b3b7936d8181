with newest as (
    select * from {{ ref('stg_deliveries') }} as deliveries
    where deliveries.is_newest
),

checked as (
    select references_checked.* from {{ ref('references_checked') }} as references_checked
    inner join newest on references_checked.delivery_id = newest.delivery_id
),

unmatched as (
    select
        checked.la_code,
        checked.delivery_id,
        case when checked.is_delivered then 'unmatched_reference' else 'referred_to_nothing' end as finding,
        checked.references_table as about,
        checked.table_name || '.' || checked.field as place,
        coalesce(teams.team, 'not known') as team,
        written.records,
        checked.records as out_of
    from checked
    inner join {{ ref('references_by_id') }} as written
        on
            checked.delivery_id = written.delivery_id
            and checked.table_name = written.table_name
            and checked.field = written.field
            and written.unmatched_id <> ''
    left join {{ ref('teams_to_ask') }} as teams
        on written.la_code = teams.la_code and written.child_id = teams.child_id
),

without_zeros as (
    select
        checked.la_code,
        checked.delivery_id,
        'zeros_lost' as finding,
        checked.references_table as about,
        checked.table_name || '.' || checked.field as place,
        'not known' as team,
        checked.matched_without_zeros as records,
        checked.records as out_of
    from checked
    where checked.matched_without_zeros > 0
),

without_post as (
    select
        cases.la_code,
        newest.delivery_id,
        'cases_without_post' as finding,
        'hr_posts' as about,
        'ssd_involvements.invo_professional_id' as place,
        'not known' as team,
        cases.cases_without_post as records,
        cases.cases as out_of
    from {{ ref('cases_without_post') }} as cases
    inner join newest on cases.la_code = newest.la_code
    where cases.cases_without_post > 0
),

unread as (
    select
        faults.la_code,
        faults.delivery_id,
        case when faults.reason like '%: unknown code%' then 'unknown_code' else 'rounded_id' end as finding,
        faults.table_name as about,
        faults.table_name || '.' || faults.reason as place,
        faults.team,
        faults.records,
        cast(null as bigint) as out_of
    from {{ ref('data_quality_by_team') }} as faults
    where
        faults.kind = 'unread attribute'
        and (faults.reason like '%: unknown code%' or faults.reason like '%: an id that was rounded')
),

of_other_years as (
    select
        records.la_code,
        records.delivery_id,
        'code_outside_its_years' as finding,
        records.table_name as about,
        records.table_name || '.' || records.field || ': ' || records.code || ' ' || records.which_year
        || ' collection year' as place,
        coalesce(teams.team, 'not known') as team,
        records.records,
        cast(null as bigint) as out_of
    from {{ ref('codes_outside_their_years') }} as records
    left join {{ ref('teams_to_ask') }} as teams
        on records.la_code = teams.la_code and records.child_id = teams.child_id
),

without_forms as (
    select
        contacts.la_code,
        newest.delivery_id,
        'contact_without_form' as finding,
        'ssd_contacts' as about,
        'lcs_contact_forms' as place,
        coalesce(teams.team, 'not known') as team,
        1 as records,
        cast(null as bigint) as out_of
    from {{ ref('contacts') }} as contacts
    inner join newest on contacts.la_code = newest.la_code
    left join {{ ref('teams_to_ask') }} as teams
        on contacts.la_code = teams.la_code and contacts.child_id = teams.child_id
    where contacts.form_records is null
),

found as (
    select * from unmatched
    union all
    select * from without_forms
    union all
    select * from without_zeros
    union all
    select * from without_post
    union all
    select * from unread
    union all
    select * from of_other_years
),

in_words as (
    select
        found.la_code,
        found.delivery_id,
        found.finding,
        coalesce(special.position, general.position) as position,
        coalesce(special.what, general.what) as what,
        found.place,
        found.team,
        found.records,
        found.out_of,
        coalesce(special.effect, general.effect) as effect,
        coalesce(special.remedy, general.remedy) as remedy
    from found
    left join {{ ref('told_first_words') }} as special
        on found.finding = special.finding and found.about = special.about
    left join {{ ref('told_first_words') }} as general
        on found.finding = general.finding and general.about is null
    union all
    select
        faults.la_code,
        faults.delivery_id,
        faults.rule as finding,
        words.position,
        words.what,
        faults.table_name as place,
        faults.team,
        1 as records,
        cast(null as bigint) as out_of,
        rules.effect,
        words.remedy
    from {{ ref('source_faults') }} as faults
    inner join {{ ref('told_first_words') }} as words
        on faults.rule = words.finding
    inner join {{ ref('validation_rules') }} as rules
        on faults.rule = rules.rule
)

select
    in_words.la_code,
    in_words.delivery_id,
    in_words.finding,
    cast(in_words.position as integer) as position,
    in_words.what,
    in_words.place,
    in_words.team,
    cast(sum(in_words.records) as bigint) as records,
    cast(max(in_words.out_of) as bigint) as out_of,
    in_words.effect,
    in_words.remedy
from in_words
group by all
