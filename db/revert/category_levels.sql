-- Revert expense:category_levels from pg

begin;
set local role expense_owner;
grant create on schema app to expense_guard;

set local role expense_guard;
create or replace function app.import_unknown_categories(p_rows jsonb)
returns table (n integer, name text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select min(r.n), (array_agg(btrim(r.category) order by r.n))[1]
      from jsonb_populate_recordset(null::app.import_row, p_rows) r
     where btrim(r.category) <> ''
       and not exists (
               select from app.categories c
                where c.ledger_id = app.ledger_id()
                  and lower(c.name) = lower(btrim(r.category)))
     group by lower(btrim(r.category))
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
    with added as (
        insert into app.expenses
            (ledger_id, title, amount_minor, currency, category_id, spent_on, spent_at, import_id,
             created_by)
        select v_ledger, r.title, r.amount_minor, p_currency, c.id, r.date, r.time, v_import,
               app.user_id()
          from jsonb_populate_recordset(null::app.import_row, p_rows) r
          left join app.categories c
            on c.ledger_id = v_ledger
           and lower(c.name) = lower(coalesce(nullif(btrim(r.category), ''), 'Other'))
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
    delete from app.categories c
     where c.ledger_id = v_ledger
       and c.import_id = p_id
       and not exists (
               select from app.expenses e
                where e.ledger_id = v_ledger
                  and e.category_id = c.id);
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

    delete from app.categories c
     using app.imports i
     where i.ledger_id = c.ledger_id
       and i.id = c.import_id
       and i.undone_at < now() - interval '30 days'
       and not exists (
               select from app.expenses e
                where e.ledger_id = c.ledger_id
                  and e.category_id = c.id);
    get diagnostics v_categories = row_count;

    return query select v_expenses, v_keys, v_sessions, v_categories;
end
$$;

drop function app.import_preview(jsonb, text);
drop function app.import_categories(jsonb);
drop function app.remove_unused_categories(bigint, bigint);
drop function app.replace_category(bigint, bigint, text, bigint);

set local role expense_owner;
create function app.import_preview(p_rows jsonb, p_currency text)
returns table (rows integer, new integer, repeats json, unknown_categories json)
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
              from app.import_unknown_categories(p_rows) u);
end
$$;
comment on function app.import_preview(jsonb, text) is 'What import_expenses would find; changes nothing';
grant execute on function app.import_preview(jsonb, text) to expense_app;
alter function app.import_preview(jsonb, text) owner to expense_guard;

create or replace function app.category_id(p_name text) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_name text := coalesce(nullif(btrim(p_name), ''), 'Other');
    v_id   bigint;
begin
    select c.id into v_id
      from app.categories c
     where c.ledger_id = app.ledger_id()
       and lower(c.name) = lower(v_name);
    if not found then
        raise exception using
            errcode = 'ET422', message = format('There is no category "%s".', left(v_name, 100)),
            column = 'category', hint = 'unknown_category';
    end if;
    return v_id;
end
$$;
comment on function app.category_id(text) is
    'Id of the ledger''s category of that name, whatever its case; none or blank is Other; unknown is ET422';
drop function app.category_id(text, bigint);

drop function app.category_family(bigint);
drop table app.former_categories;

create or replace function app.add_default_categories(p_ledger_id bigint) returns void
language sql security invoker
set search_path = pg_catalog, pg_temp
as $$
    insert into app.categories (ledger_id, name, icon, color_light, color_dark, suggestions, position)
    values
        (p_ledger_id, 'Food', '🍕', '#fee2e2', '#7f1d1d',
         array['Groceries', 'Restaurant', 'Coffee', 'Lunch', 'Dinner', 'Snacks', 'Takeout'], 1),
        (p_ledger_id, 'Entertainment', '🎬', '#f3e8ff', '#581c87',
         array['Movie Night', 'Netflix', 'Concert', 'Theme Park', 'Gaming', 'Books', 'Music'], 2),
        (p_ledger_id, 'Health', '💪', '#dcfce7', '#14532d',
         array['Gym Membership', 'Medical Checkup', 'Pharmacy', 'Dental Visit', 'Vitamins', 'Fitness'], 3),
        (p_ledger_id, 'Utilities', '📄', '#fef9c3', '#713f12',
         array['Internet Bill', 'Phone Bill', 'Electricity Bill', 'Water Bill', 'Gas Bill', 'Maintenance'], 4),
        (p_ledger_id, 'Transport', '🚗', '#dbeafe', '#1e3a8a',
         array['Uber Ride', 'Gas Station', 'Bus Ticket', 'Train Pass', 'Car Maintenance', 'Parking', 'Taxi'], 5),
        (p_ledger_id, 'Shopping', '🛍️', '#fce7f3', '#831843',
         array['Clothing', 'Electronics', 'Home Decor', 'Books', 'Accessories', 'Beauty'], 6),
        (p_ledger_id, 'Other', '📦', '#e5e7eb', '#374151',
         array['Miscellaneous', 'Office Supplies', 'Gift', 'Donation', 'Insurance', 'Taxes'], 7);
$$;

drop trigger categories_before_update on app.categories;
drop function app.categories_before_update();
drop index app.categories_fallback_key;
drop index app.categories_name_folded_key;
revoke update on app.categories from expense_guard;
alter table app.categories
    drop constraint categories_fallback_stays,
    drop constraint categories_parent_fkey,
    drop constraint categories_level_key,
    drop column parent_level,
    drop column level,
    drop column fallback,
    drop column archived_at,
    drop column parent_id;
revoke create on schema app from expense_guard;

commit;
