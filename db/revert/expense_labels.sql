-- Revert expense:expense_labels from pg

begin;
set local role expense_owner;
grant create on schema app to expense_guard;
set local role expense_guard;

create or replace function app.expenses_history() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into app.expense_history
        (ledger_id, expense_id, version, operation, snapshot, changed_by, request_id)
    values
        (old.ledger_id, old.id, old.version,
         case
             when old.deleted_at is null and new.deleted_at is not null then 'delete'
             when old.deleted_at is not null and new.deleted_at is null then 'restore'
             else 'update'
         end,
         to_jsonb(old) - '{ledger_id,title_folded}'::text[], app.user_id(),
         nullif(current_setting('app.request_id', true), ''));
    return null;
end
$$;

create or replace function app.bulk_set_deleted(p_ids bigint[], p_deleted boolean) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger constant bigint := app.ledger_id();
    v_bulk   constant text := coalesce(current_setting('app.bulk', true), '');
    v_sign   constant integer := case when p_deleted then -1 else 1 end;
    v_ids    bigint[];
    v_count  bigint;
begin
    select array_agg(l.id) into v_ids
      from (select e.id
              from app.expenses e
             where e.ledger_id = v_ledger
               and e.id = any (p_ids)
               and (e.deleted_at is null) = p_deleted
             order by e.id
               for no key update) l;
    if v_ids is null then
        return 0;
    end if;
    perform
       from app.monthly_totals t
      where t.ledger_id = v_ledger
      order by t.month, t.category_id, t.currency
        for no key update;

    perform set_config('app.bulk', 'on', true);
    insert into app.expense_history
        (ledger_id, expense_id, version, operation, snapshot, changed_by, request_id)
    select e.ledger_id, e.id, e.version, case when p_deleted then 'delete' else 'restore' end,
           to_jsonb(e) - '{ledger_id,title_folded}'::text[], app.user_id(),
           nullif(current_setting('app.request_id', true), '')
      from app.expenses e
     where e.ledger_id = v_ledger
       and e.id = any (v_ids);

    with changed as (
        update app.expenses e
           set deleted_at = case when p_deleted then now() end
         where e.ledger_id = v_ledger
           and e.id = any (v_ids)
        returning e.spent_on, e.category_id, e.currency, e.amount_minor
    ), sums as (
        select date_trunc('month', c.spent_on::timestamp)::date as month, c.category_id, c.currency,
               sum(c.amount_minor) as amount_minor, count(*) as count
          from changed c
         group by 1, 2, 3
    ), known as (
        update app.monthly_totals t
           set amount_minor = t.amount_minor + v_sign * s.amount_minor,
               count = t.count + v_sign * s.count
          from sums s
         where t.ledger_id = v_ledger
           and t.month = s.month
           and t.category_id = s.category_id
           and t.currency = s.currency
        returning t.month, t.category_id, t.currency
    ), missing as (
        insert into app.monthly_totals as t
            (ledger_id, month, category_id, currency, amount_minor, count)
        select v_ledger, s.month, s.category_id, s.currency, s.amount_minor, s.count
          from sums s
         where not p_deleted
           and (s.month, s.category_id, s.currency)
               not in (select k.month, k.category_id, k.currency from known k)
         order by s.month, s.category_id, s.currency
        on conflict on constraint monthly_totals_pkey do update
           set amount_minor = t.amount_minor + excluded.amount_minor,
               count = t.count + excluded.count
    )
    select count(*) into v_count from changed;
    if p_deleted then
        delete from app.monthly_totals t where t.ledger_id = v_ledger and t.count = 0;
    end if;
    perform set_config('app.bulk', v_bulk, true);
    return v_count;
end
$$;

create or replace function app.replace_category(p_from bigint, p_into bigint, p_reason text, p_children bigint)
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
drop function app.keep_versions(bigint[], text);

set local role expense_search;
drop function app.expense_extras(bigint, text, bigint, bigint[]);

set local role expense_owner;
revoke create on schema app from expense_guard;
drop trigger expenses_note_insert on app.expenses;
drop trigger expenses_note_update on app.expenses;
drop trigger expenses_tags_insert on app.expenses;
drop trigger expenses_tags_update on app.expenses;
drop function app.expense_snapshot(app.expenses);
drop function app.expenses_note();
drop function app.expenses_tags();
alter table app.expenses
    drop column merchant_id,
    drop column payment_method_id,
    drop column tag_ids,
    drop column note,
    drop column note_folded;
drop function app.has_control_but_newline(text);

commit;
