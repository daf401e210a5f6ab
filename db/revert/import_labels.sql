-- Revert expense:import_labels from pg

begin;
set local role expense_owner;
grant create on schema app to expense_guard;
set local role expense_guard;

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

set local role expense_owner;
revoke create on schema app from expense_guard;
alter type app.import_row
    drop attribute merchant,
    drop attribute payment_method,
    drop attribute note,
    drop attribute tags;
comment on type app.import_row is
    'A row of a file: its index, the client''s own id, and an expense with its category by name';

commit;
