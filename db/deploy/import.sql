-- Deploy expense:import to pg
-- requires: imports
-- requires: bulk

begin;
set local role expense_owner;

create type app.import_row as (
    n integer, client_id jsonb, title text, amount_minor bigint, category text, date date, "time" time
);
comment on type app.import_row is
    'A row of a file: its index, the client''s own id, and an expense with its category by name';

-- A repeat is a row whose day, amount, currency and title are those of a live expense. Equal rows are
-- counted: with two such expenses stored, the first two such rows of the file are repeats, a third is new.
-- Hash joins only: one walk over the ledger's days of the file, however often an amount or a day occurs.
create function app.import_repeats(p_rows jsonb, p_currency text)
returns table (n integer, client_id jsonb, existing_id bigint)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
as $$
declare
    v_first date;
    v_last  date;
begin
    select min(r.date), max(r.date) into v_first, v_last
      from jsonb_populate_recordset(null::app.import_row, p_rows) r;
    return query execute
        'with file as materialized (
            select r.n, r.client_id, r.date, r.amount_minor, r.title,
                   row_number() over (partition by r.date, r.amount_minor, r.title order by r.n) as nth
              from jsonb_populate_recordset(null::app.import_row, $2) r
         ), stored as (
            select e.id, e.spent_on, e.amount_minor, e.title,
                   row_number() over (partition by e.spent_on, e.amount_minor, e.title order by e.id) as nth
              from app.expenses e
              join file f
                on f.nth = 1
               and f.date = e.spent_on
               and f.amount_minor = e.amount_minor
               and f.title = e.title
             where e.ledger_id = $1
               and e.deleted_at is null
               and e.currency = $3
               and e.spent_on between $4 and $5
         )
         select f.n, f.client_id, s.id
           from file f
           join stored s
             on s.spent_on = f.date
            and s.amount_minor = f.amount_minor
            and s.title = f.title
            and s.nth = f.nth
          order by f.n'
        using app.ledger_id(), p_rows, p_currency, v_first, v_last;
end
$$;
comment on function app.import_repeats(jsonb, text) is
    'Rows of a file that are in the ledger already, with the expense that each repeats; internal';

create function app.check_import(p_currency text) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if app.ledger_id() is null then
        raise exception using
            errcode = 'ET401', message = 'Your session has ended. Sign in again.';
    end if;
    if not exists (select from app.currencies c where c.code = p_currency) then
        raise exception using
            errcode = 'ET422',
            message = format('There is no currency "%s".', left(p_currency, 20)),
            column = 'currency', hint = 'unknown_currency';
    end if;
    return app.ledger_id();
end
$$;
comment on function app.check_import(text) is 'The ledger to import into, or an error; internal';

create function app.import_unknown_categories(p_rows jsonb)
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
comment on function app.import_unknown_categories(jsonb) is
    'Categories of a file that the ledger lacks, in the file''s first spelling and order; internal';

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

create function app.import_expenses(
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
comment on function app.import_expenses(jsonb, text, text, boolean, boolean) is
    'Adds the rows of a file in one transaction, all or none';

create function app.undo_import(p_id bigint)
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
comment on function app.undo_import(bigint) is
    'Moves an import''s rows to the trash, but those edited since; a second time changes nothing';

grant execute on function app.import_preview(jsonb, text),
                          app.import_expenses(jsonb, text, text, boolean, boolean),
                          app.undo_import(bigint)
   to expense_app;

grant create on schema app to expense_guard;
alter function app.import_repeats(jsonb, text) owner to expense_guard;
alter function app.check_import(text) owner to expense_guard;
alter function app.import_unknown_categories(jsonb) owner to expense_guard;
alter function app.import_preview(jsonb, text) owner to expense_guard;
alter function app.import_expenses(jsonb, text, text, boolean, boolean) owner to expense_guard;
alter function app.undo_import(bigint) owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
