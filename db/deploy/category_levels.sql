-- Deploy expense:category_levels to pg
-- requires: categories
-- requires: rules
-- requires: import
-- requires: purge

-- Two levels, archiving, and names that are one whatever their case and accents.

begin;
set local role expense_owner;

alter table app.categories
    add column parent_id   bigint,
    add column archived_at timestamptz,
    add column fallback    boolean not null default false,
    -- Two levels without a trigger: a parent must be of level 0, and what has children can't leave it,
    -- because their foreign key names its level. Two moves at one time can't get around that either.
    add column level        smallint not null generated always as (case when parent_id is null then 0 else 1 end) stored,
    add column parent_level smallint generated always as (case when parent_id is not null then 0 end) stored,
    add constraint categories_level_key unique (ledger_id, id, level),
    add constraint categories_parent_fkey
        foreign key (ledger_id, parent_id, parent_level) references app.categories (ledger_id, id, level),
    add constraint categories_fallback_stays
        check (not fallback or (archived_at is null and parent_id is null));
comment on column app.categories.parent_id is 'Set: a sub-category of this one, which has no parent itself';
comment on column app.categories.archived_at is 'Set: stays on old entries, refused for new ones';
comment on column app.categories.fallback is
    'The one category ("Other") of what names none; it can be renamed, but not removed or archived';
comment on column app.categories.level is '0 top, 1 below; only for the foreign key of parent_id';
comment on column app.categories.parent_level is 'Always 0; only for the foreign key of parent_id';
create index categories_parent_idx on app.categories (ledger_id, parent_id) where parent_id is not null;

grant update on app.categories to expense_guard;
set local role expense_guard;
update app.categories c
   set fallback = true
 where lower(c.name) = 'other';
-- Of names that differ in accents alone, the older keeps its own.
do $$
declare
    v_twin record;
begin
    for v_twin in
        select t.ledger_id, t.id, t.name, t.name as former, t.nth
          from (select c.ledger_id, c.id, c.name,
                       row_number() over (partition by c.ledger_id, app.fold(c.name) order by c.id) as nth
                  from app.categories c) t
         where t.nth > 1
         order by t.ledger_id, t.id
    loop
        while exists (select from app.categories c
                       where c.ledger_id = v_twin.ledger_id
                         and c.id <> v_twin.id
                         and app.fold(c.name) = app.fold(v_twin.name)) loop
            v_twin.name := left(v_twin.former, 50) || ' (' || v_twin.nth || ')';
            v_twin.nth := v_twin.nth + 1;
        end loop;
        update app.categories c
           set name = v_twin.name
         where c.ledger_id = v_twin.ledger_id
           and c.id = v_twin.id;
    end loop;
end
$$;
set local role expense_owner;
-- categories_name_key stays: it finds a name as it is nearly always written without folding it.
create unique index categories_name_folded_key on app.categories (ledger_id, app.fold(name));
create unique index categories_fallback_key on app.categories (ledger_id) where fallback;

create function app.categories_before_update() returns trigger
language plpgsql
as $$
begin
    new.version := old.version + 1;
    return new;
end
$$;
comment on function app.categories_before_update() is 'Counts the version';
create trigger categories_before_update before update on app.categories
    for each row execute function app.categories_before_update();

create or replace function app.add_default_categories(p_ledger_id bigint) returns void
language sql security invoker
set search_path = pg_catalog, pg_temp
as $$
    insert into app.categories
        (ledger_id, name, icon, color_light, color_dark, suggestions, position, fallback)
    values
        (p_ledger_id, 'Food', '🍕', '#fee2e2', '#7f1d1d',
         array['Groceries', 'Restaurant', 'Coffee', 'Lunch', 'Dinner', 'Snacks', 'Takeout'], 1, false),
        (p_ledger_id, 'Entertainment', '🎬', '#f3e8ff', '#581c87',
         array['Movie Night', 'Netflix', 'Concert', 'Theme Park', 'Gaming', 'Books', 'Music'], 2, false),
        (p_ledger_id, 'Health', '💪', '#dcfce7', '#14532d',
         array['Gym Membership', 'Medical Checkup', 'Pharmacy', 'Dental Visit', 'Vitamins', 'Fitness'], 3, false),
        (p_ledger_id, 'Utilities', '📄', '#fef9c3', '#713f12',
         array['Internet Bill', 'Phone Bill', 'Electricity Bill', 'Water Bill', 'Gas Bill', 'Maintenance'], 4, false),
        (p_ledger_id, 'Transport', '🚗', '#dbeafe', '#1e3a8a',
         array['Uber Ride', 'Gas Station', 'Bus Ticket', 'Train Pass', 'Car Maintenance', 'Parking', 'Taxi'], 5, false),
        (p_ledger_id, 'Shopping', '🛍️', '#fce7f3', '#831843',
         array['Clothing', 'Electronics', 'Home Decor', 'Books', 'Accessories', 'Beauty'], 6, false),
        (p_ledger_id, 'Other', '📦', '#e5e7eb', '#374151',
         array['Miscellaneous', 'Office Supplies', 'Gift', 'Donation', 'Insurance', 'Taxes'], 7, true);
$$;

-- What was merged or deleted: history still names it, and its row says where its entries went.
create table app.former_categories (
    ledger_id   bigint      not null,
    id          bigint      not null,
    name        text        not null,
    icon        text        not null,
    color_light text        not null,
    color_dark  text        not null,
    moved_to    bigint      not null,
    reason      text        not null,
    removed_by  bigint,
    removed_at  timestamptz not null default now(),
    constraint former_categories_pkey primary key (ledger_id, id),
    constraint former_categories_ledger_fkey
        foreign key (ledger_id) references app.ledgers (id) on delete cascade,
    constraint former_categories_moved_to_fkey
        foreign key (ledger_id, moved_to) references app.categories (ledger_id, id),
    constraint former_categories_reason_known check (reason in ('merged', 'deleted', 'unused'))
);
create index former_categories_moved_to_idx on app.former_categories (ledger_id, moved_to);
comment on table app.former_categories is
    'Categories that are gone. A table that references categories follows by a trigger on insert here';
comment on column app.former_categories.moved_to is
    'The living category that has its entries now; kept up when that one goes too';
comment on column app.former_categories.reason is
    'merged: became part of moved_to; deleted: its entries were given to moved_to; unused: had none';
comment on column app.former_categories.removed_by is 'The user who did it; null for maintenance';

alter table app.former_categories enable row level security;
alter table app.former_categories force row level security;
create policy own on app.former_categories for select to expense_app
    using (ledger_id = (select app.ledger_id()));
create policy guard on app.former_categories to expense_guard using (true) with check (true);
create policy backup on app.former_categories for select to expense_backup using (true);
grant select on app.former_categories to expense_app, expense_backup;
grant select, insert, update, delete on app.former_categories to expense_guard;

create function app.category_family(p_category bigint) returns bigint[]
language sql stable strict
set search_path = pg_catalog, pg_temp
as $$
    select array(select c.id
                   from app.categories c
                  where c.ledger_id = app.ledger_id()
                    and (c.id = p_category or c.parent_id = p_category)
                  order by c.id)
$$;
comment on function app.category_family(bigint) is
    'A category of the ledger and its children; empty when there is none of that id';

-- The entries, former names and whatever else belongs to one category go to another, and it goes.
-- Its children go below p_children, or to the top. A row of former_categories is made first: tables of
-- other features follow by a trigger on that (see db/README.md).
-- Locks: the two categories by id, then expenses by id, then totals by key. From here on nobody can add an
-- entry to the old one; entries that were being added are seen, because they held its key.
create function app.replace_category(p_from bigint, p_into bigint, p_reason text, p_children bigint)
returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger constant bigint := app.ledger_id();
    v_bulk   constant text := coalesce(current_setting('app.bulk', true), '');
    v_ids    bigint[];
begin
    if p_from < p_into then
        perform from app.categories c where c.ledger_id = v_ledger and c.id = p_from for update;
    end if;
    perform from app.categories c where c.ledger_id = v_ledger and c.id = p_into for key share;
    if p_from > p_into then
        perform from app.categories c where c.ledger_id = v_ledger and c.id = p_from for update;
    end if;

    insert into app.former_categories
        (ledger_id, id, name, icon, color_light, color_dark, moved_to, reason, removed_by)
    select c.ledger_id, c.id, c.name, c.icon, c.color_light, c.color_dark, p_into, p_reason, app.user_id()
      from app.categories c
     where c.ledger_id = v_ledger
       and c.id = p_from;
    update app.former_categories f
       set moved_to = p_into
     where f.ledger_id = v_ledger
       and f.moved_to = p_from;

    -- Two look-ups, one for each partial index; the trash moves too.
    v_ids := array(select e.id
                     from app.expenses e
                    where e.ledger_id = v_ledger
                      and e.category_id = p_from
                      and e.deleted_at is null
                    union all
                   select e.id
                     from app.expenses e
                    where e.ledger_id = v_ledger
                      and e.category_id = p_from
                      and e.deleted_at is not null);
    v_ids := array(select l.id
                     from (select e.id
                             from app.expenses e
                            where e.ledger_id = v_ledger
                              and e.id = any (v_ids)
                              and e.category_id = p_from
                            order by e.id
                              for no key update) l);
    perform
       from app.monthly_totals t
      where t.ledger_id = v_ledger
        and t.category_id in (p_from, p_into)
      order by t.month, t.category_id, t.currency
        for no key update;

    perform set_config('app.bulk', 'on', true);
    insert into app.expense_history
        (ledger_id, expense_id, version, operation, snapshot, changed_by, request_id)
    select e.ledger_id, e.id, e.version, 'update', to_jsonb(e) - '{ledger_id,title_folded}'::text[],
           app.user_id(), nullif(current_setting('app.request_id', true), '')
      from app.expenses e
     where e.ledger_id = v_ledger
       and e.id = any (v_ids);
    update app.expenses e
       set category_id = p_into
     where e.ledger_id = v_ledger
       and e.id = any (v_ids);
    with gone as (
        delete from app.monthly_totals t
         where t.ledger_id = v_ledger
           and t.category_id = p_from
        returning t.month, t.currency, t.amount_minor, t.count
    )
    insert into app.monthly_totals as t (ledger_id, month, category_id, currency, amount_minor, count)
    select v_ledger, g.month, p_into, g.currency, g.amount_minor, g.count
      from gone g
     order by g.month, g.currency
    on conflict on constraint monthly_totals_pkey do update
       set amount_minor = t.amount_minor + excluded.amount_minor,
           count = t.count + excluded.count;
    perform set_config('app.bulk', v_bulk, true);

    update app.categories c
       set parent_id = nullif(p_children, c.id)
     where c.ledger_id = v_ledger
       and c.parent_id = p_from;
    delete from app.categories c
     where c.ledger_id = v_ledger
       and c.id = p_from;
    return cardinality(v_ids);
end
$$;
comment on function app.replace_category(bigint, bigint, text, bigint) is
    'Gives everything of one category to another and removes it; answers how many entries moved; internal';

-- Takes away what an undone import had made. What anything still references stays: the subtransaction asks
-- every foreign key, also those of tables that come later.
create function app.remove_unused_categories(p_ledger bigint, p_import bigint) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_category app.categories;
    v_count    bigint := 0;
begin
    for v_category in
        select c.*
          from app.categories c
         where c.ledger_id = p_ledger
           and c.import_id = p_import
           and c.version = 1
           and not exists (
                   select from app.expenses e
                    where e.ledger_id = c.ledger_id
                      and e.category_id = c.id)
         order by c.id
    loop
        begin
            delete from app.categories c
             where c.ledger_id = p_ledger
               and c.id = v_category.id;
            insert into app.former_categories
                (ledger_id, id, name, icon, color_light, color_dark, moved_to, reason, removed_by)
            select p_ledger, v_category.id, v_category.name, v_category.icon, v_category.color_light,
                   v_category.color_dark, c.id, 'unused', app.user_id()
              from app.categories c
             where c.ledger_id = p_ledger
               and c.fallback;
            v_count := v_count + 1;
        exception when foreign_key_violation then
            null;
        end;
    end loop;
    return v_count;
end
$$;
comment on function app.remove_unused_categories(bigint, bigint) is
    'Removes the categories that an import made and nothing uses; answers how many; internal';

-- A name as it is written costs one look-up; case and accents are folded when that finds nothing.
create function app.category_id(p_name text, p_current bigint) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_name     constant text := btrim(p_name);
    v_id       bigint;
    v_archived timestamptz;
begin
    if coalesce(v_name, '') = '' then
        select c.id into v_id
          from app.categories c
         where c.ledger_id = app.ledger_id()
           and c.fallback;
    else
        select c.id, c.archived_at into v_id, v_archived
          from app.categories c
         where c.ledger_id = app.ledger_id()
           and lower(c.name) = lower(v_name);
        if not found then
            select c.id, c.archived_at into v_id, v_archived
              from app.categories c
             where c.ledger_id = app.ledger_id()
               and app.fold(c.name) = app.fold(v_name);
        end if;
    end if;
    if v_id is null then
        raise exception using
            errcode = 'ET422',
            message = format('There is no category "%s".', left(coalesce(v_name, ''), 100)),
            column = 'category', hint = 'unknown_category';
    end if;
    if v_archived is not null and v_id is distinct from p_current then
        raise exception using
            errcode = 'ET422',
            message = format('The category "%s" is archived. Choose another one.', left(v_name, 100)),
            column = 'category', hint = 'archived_category';
    end if;
    return v_id;
end
$$;
comment on function app.category_id(text, bigint) is
    'Id of the ledger''s category of that name, whatever its case and accents; none or blank is the fallback. ET422 when unknown, or archived and not the one that the entry has (p_current)';
grant execute on function app.category_id(text, bigint) to expense_app, expense_guard;

-- No SET clause, so that the planner puts the other one in its place.
create or replace function app.category_id(p_name text) returns bigint
language sql stable
as $$ select app.category_id(p_name, null::pg_catalog.int8) $$;

-- Imports: names are found as everywhere; archived ones are told apart from unknown ones.
create function app.import_categories(p_rows jsonb)
returns table (n integer, spelling text, folded text, category_id bigint, name text, archived boolean)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select s.n, s.spelling, s.folded, c.id, c.name, c.archived_at is not null
      from (select d.n, d.spelling, app.fold(d.spelling) as folded
              from (select min(r.n) as n, btrim(coalesce(r.category, '')) as spelling
                      from jsonb_populate_recordset(null::app.import_row, p_rows) r
                     group by 2) d) s
      left join app.categories c
        on c.ledger_id = app.ledger_id()
       and case when s.spelling = '' then c.fallback else app.fold(c.name) = s.folded end;
$$;
comment on function app.import_categories(jsonb) is
    'Each spelling of a category in a file with the category that it means, or none; internal';

set local role expense_guard;
drop function app.import_preview(jsonb, text);
set local role expense_owner;
create function app.import_preview(p_rows jsonb, p_currency text)
returns table (rows integer, new integer, repeats json, unknown_categories json, archived_categories json)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rows    integer := jsonb_array_length(p_rows);
    v_repeats integer;
    v_json    json;
begin
    perform app.check_import(p_currency);
    select count(*),
           coalesce(json_agg(json_build_object('client_id', r.client_id, 'existing_id', r.existing_id)
                             order by r.n), '[]')
      into v_repeats, v_json
      from app.import_repeats(p_rows, p_currency) r;
    return query
    select v_rows, v_rows - v_repeats, v_json,
           (select coalesce(json_agg(u.name order by u.n), '[]')
              from app.import_unknown_categories(p_rows) u),
           (select coalesce(json_agg(a.name order by a.n), '[]')
              from (select i.name, min(i.n) as n
                      from app.import_categories(p_rows) i
                     where i.archived
                     group by i.name) a);
end
$$;
comment on function app.import_preview(jsonb, text) is 'What import_expenses would find; changes nothing';

grant execute on function app.category_family(bigint) to expense_app, expense_guard, expense_search;
grant execute on function app.import_preview(jsonb, text) to expense_app;
grant create on schema app to expense_guard;
alter function app.replace_category(bigint, bigint, text, bigint) owner to expense_guard;
alter function app.remove_unused_categories(bigint, bigint) owner to expense_guard;
alter function app.import_categories(jsonb) owner to expense_guard;
alter function app.import_preview(jsonb, text) owner to expense_guard;

set local role expense_guard;
create or replace function app.import_unknown_categories(p_rows jsonb)
returns table (n integer, name text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select min(i.n), (array_agg(i.spelling order by i.n))[1]
      from app.import_categories(p_rows) i
     where i.category_id is null
     group by i.folded
     order by 1;
$$;

create or replace function app.import_expenses(
    p_rows jsonb, p_file_name text, p_currency text, p_create_categories boolean,
    p_skip_repeats boolean)
returns table (import_id bigint, count integer, skipped integer, categories_created json, repeats json)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger   constant bigint := app.check_import(p_currency);
    v_bulk     constant text := coalesce(current_setting('app.bulk', true), '');
    v_light    constant text[] := array['#ffedd5', '#ccfbf1', '#e0e7ff', '#ecfccb', '#ffe4e6', '#cffafe'];
    v_dark     constant text[] := array['#7c2d12', '#134e4a', '#312e81', '#365314', '#881337', '#164e63'];
    v_import   bigint;
    v_count    integer;
    v_created  json;
    v_repeated integer[];
    v_repeats  json;
    v_bad      record;
begin
    insert into app.imports (ledger_id, file_name, created_by)
    values (v_ledger, p_file_name, app.user_id())
    returning id into v_import;

    select i.n, i.name into v_bad
      from app.import_categories(p_rows) i
     where i.archived
     order by i.n
     limit 1;
    if found then
        raise exception using
            errcode = 'ET422',
            message = format('The category "%s" is archived. Choose another one.', left(v_bad.name, 100)),
            column = format('rows[%s].category', v_bad.n), hint = 'archived_category';
    end if;
    select u.n, u.name into v_bad
      from app.import_unknown_categories(p_rows) u
     where not p_create_categories
        or char_length(u.name) > 60
        or app.is_blank(u.name)
        or app.has_control(u.name)
     limit 1;
    if found then
        raise exception using
            errcode = 'ET422',
            message = case when p_create_categories
                           then 'A category has a name of 1 to 60 visible characters.'
                           else format('There is no category "%s".', left(v_bad.name, 100)) end,
            column = format('rows[%s].category', v_bad.n),
            hint = case when p_create_categories then 'bad_category' else 'unknown_category' end;
    end if;
    with made as (
        insert into app.categories
            (ledger_id, name, color_light, color_dark, position, import_id)
        select v_ledger, u.name, v_light[1 + u.nth % 6], v_dark[1 + u.nth % 6], u.last + u.nth, v_import
          from (select u.name, row_number() over (order by u.n)::integer as nth,
                       (select coalesce(max(c.position), 0)
                          from app.categories c
                         where c.ledger_id = v_ledger) as last
                  from app.import_unknown_categories(p_rows) u) u
         order by u.nth
        on conflict do nothing
        returning name, position
    )
    select coalesce(json_agg(m.name order by m.position), '[]') into v_created from made m;

    select coalesce(array_agg(r.n), '{}'),
           coalesce(json_agg(json_build_object('client_id', r.client_id, 'existing_id', r.existing_id)
                             order by r.n), '[]')
      into v_repeated, v_repeats
      from app.import_repeats(p_rows, p_currency) r;

    perform set_config('app.bulk', 'on', true);
    with named as materialized (
        select i.spelling, i.category_id
          from app.import_categories(p_rows) i
    ), added as (
        insert into app.expenses
            (ledger_id, title, amount_minor, currency, category_id, spent_on, spent_at, import_id,
             created_by)
        select v_ledger, r.title, r.amount_minor, p_currency, i.category_id, r.date, r.time, v_import,
               app.user_id()
          from jsonb_populate_recordset(null::app.import_row, p_rows) r
          left join named i on i.spelling = btrim(coalesce(r.category, ''))
         where not (p_skip_repeats and r.n = any (v_repeated))
         order by r.n
        returning spent_on, category_id, amount_minor
    ), sums as (
        insert into app.monthly_totals as t
            (ledger_id, month, category_id, currency, amount_minor, count)
        select v_ledger, date_trunc('month', a.spent_on::timestamp)::date, a.category_id, p_currency,
               sum(a.amount_minor), count(*)
          from added a
         group by 2, 3
         order by 2, 3
        on conflict on constraint monthly_totals_pkey do update
           set amount_minor = t.amount_minor + excluded.amount_minor,
               count = t.count + excluded.count
    )
    select count(*) into v_count from added;
    perform set_config('app.bulk', v_bulk, true);

    update app.imports i
       set row_count = v_count,
           repeat_count = cardinality(v_repeated)
     where i.ledger_id = v_ledger
       and i.id = v_import;
    return query
    select v_import, v_count, jsonb_array_length(p_rows) - v_count, v_created, v_repeats;
end
$$;

create or replace function app.undo_import(p_id bigint)
returns table (deleted bigint, kept bigint)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger  constant bigint := app.ledger_id();
    v_undone  timestamptz;
    v_deleted bigint;
    v_kept    bigint;
begin
    select i.undone_at into v_undone
      from app.imports i
     where i.ledger_id = v_ledger
       and i.id = p_id
       for update;
    if not found then
        raise exception using
            errcode = 'ET404', message = 'Import not found', hint = 'not_found';
    end if;
    if v_undone is not null then
        return query select 0::bigint, 0::bigint;
        return;
    end if;

    -- A row that was edited since is the person's own now.
    v_deleted := app.bulk_set_deleted(
        array(select e.id
                from app.expenses e
               where e.ledger_id = v_ledger
                 and e.import_id = p_id
                 and e.version = 1
                 and e.deleted_at is null),
        true);
    select count(*) into v_kept
      from app.expenses e
     where e.ledger_id = v_ledger
       and e.import_id = p_id
       and e.deleted_at is null;
    -- A category that rows in the trash still name stays, so that they can be restored; purge() takes it.
    perform app.remove_unused_categories(v_ledger, p_id);
    update app.imports i
       set undone_at = now()
     where i.ledger_id = v_ledger
       and i.id = p_id;
    return query select v_deleted, v_kept;
end
$$;

create or replace function app.purge(p_batch integer default 5000)
returns table (expenses bigint, idempotency_keys bigint, sessions bigint, categories bigint)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_expenses   bigint;
    v_keys       bigint;
    v_sessions   bigint;
    v_categories bigint;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('expense purge', 0)) then
        return query select 0::bigint, 0::bigint, 0::bigint, 0::bigint;
        return;
    end if;

    -- History goes with its expense (on delete cascade).
    delete from app.expenses e
     using (select x.ledger_id, x.id
              from app.expenses x
             where x.deleted_at < now() - interval '30 days'
             limit p_batch
               for update skip locked) old
     where e.ledger_id = old.ledger_id
       and e.id = old.id;
    get diagnostics v_expenses = row_count;

    delete from app.idempotency_keys k
     where k.ctid = any (array(
               select o.ctid
                 from app.idempotency_keys o
                where o.created_at < now() - interval '7 days'
                limit p_batch));
    get diagnostics v_keys = row_count;

    delete from app.sessions s
     where s.ctid = any (array(
               select o.ctid
                 from app.sessions o
                where o.expires_at < now() - interval '30 days'
                   or o.revoked_at < now() - interval '30 days'
                   or o.last_seen_at < now() - interval '30 days' - o.idle_seconds * interval '1 second'
                limit p_batch));
    get diagnostics v_sessions = row_count;

    select coalesce(sum(app.remove_unused_categories(i.ledger_id, i.id)), 0) into v_categories
      from (select distinct i.ledger_id, i.id
              from app.imports i
              join app.categories c
                on c.ledger_id = i.ledger_id
               and c.import_id = i.id
             where i.undone_at < now() - interval '30 days') i;

    return query select v_expenses, v_keys, v_sessions, v_categories;
end
$$;

set local role expense_owner;
revoke create on schema app from expense_guard;

commit;
