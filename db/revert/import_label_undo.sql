-- Revert expense:import_label_undo from pg

begin;
set local role expense_owner;
drop trigger expenses_labels_back on app.expenses;

grant create on schema app to expense_guard;
set local role expense_guard;

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

    insert into app.merchants (ledger_id, name)
    select distinct on (app.fold(btrim(r.merchant))) v_ledger, btrim(r.merchant)
      from jsonb_populate_recordset(null::app.import_row, p_rows) r
     where btrim(r.merchant) <> ''
     order by app.fold(btrim(r.merchant)), r.n
        on conflict do nothing;
    insert into app.payment_methods (ledger_id, name)
    select distinct on (app.fold(btrim(r.payment_method))) v_ledger, btrim(r.payment_method)
      from jsonb_populate_recordset(null::app.import_row, p_rows) r
     where btrim(r.payment_method) <> ''
     order by app.fold(btrim(r.payment_method)), r.n
        on conflict do nothing;
    insert into app.tags (ledger_id, name)
    select distinct on (app.fold(btrim(t.name))) v_ledger, btrim(t.name)
      from jsonb_populate_recordset(null::app.import_row, p_rows) r,
           lateral unnest(r.tags) t (name)
     where btrim(t.name) <> ''
     order by app.fold(btrim(t.name)), r.n
        on conflict do nothing;

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
             created_by, merchant_id, payment_method_id, note, tag_ids)
        select v_ledger, r.title, r.amount_minor, p_currency, i.category_id, r.date, r.time, v_import,
               app.user_id(), m.id, p.id, r.note,
               case when cardinality(r.tags) > 0
                    then array(select distinct t.id
                                 from app.tags t
                                where t.ledger_id = v_ledger
                                  and t.deleted_at is null
                                  and t.name_folded = any (array(select app.fold(btrim(u.name))
                                                                   from unnest(r.tags) u (name)))
                                order by t.id)
                    else '{}' end
          from jsonb_populate_recordset(null::app.import_row, p_rows) r
          left join named i on i.spelling = btrim(coalesce(r.category, ''))
          left join app.merchants m
            on m.ledger_id = v_ledger
           and m.deleted_at is null
           and m.name_folded = app.fold(btrim(r.merchant))
          left join app.payment_methods p
            on p.ledger_id = v_ledger
           and p.deleted_at is null
           and p.name_folded = app.fold(btrim(r.payment_method))
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

drop function app.expenses_labels_back();
drop function app.remove_import_labels(bigint);

set local role expense_owner;
revoke create on schema app from expense_guard;
alter table app.merchants drop column import_id;
alter table app.tags drop column import_id;
alter table app.payment_methods drop column import_id;

commit;
