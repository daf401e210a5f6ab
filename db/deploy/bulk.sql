-- Deploy expense:bulk to pg
-- requires: history
-- requires: totals

-- Many rows at once: history and totals are written by one statement for all of them instead of by a
-- trigger for each. Only functions of expense_guard may do so (see the triggers' WHEN).
-- Locks are taken in one order, as single changes do: expenses by id, then totals by key.

begin;
set local role expense_owner;

create function app.bulk_set_deleted(p_ids bigint[], p_deleted boolean) returns bigint
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
comment on function app.bulk_set_deleted(bigint[], boolean) is
    'Moves expenses of the ledger to the trash or back; internal';

create function app.clear_expenses(p_sample_only boolean) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return app.bulk_set_deleted(
        array(select e.id
                from app.expenses e
               where e.ledger_id = app.ledger_id()
                 and e.deleted_at is null
                 and (e.sample or not p_sample_only)),
        true);
end
$$;
comment on function app.clear_expenses(boolean) is
    'Moves every live expense of the ledger, or only the sample ones, to the trash; answers how many';

create function app.restore_trash() returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return app.bulk_set_deleted(
        array(select e.id
                from app.expenses e
               where e.ledger_id = app.ledger_id()
                 and e.deleted_at is not null),
        false);
end
$$;
comment on function app.restore_trash() is 'Takes everything back from the trash; answers how many';

grant execute on function app.clear_expenses(boolean), app.restore_trash() to expense_app;

grant create on schema app to expense_guard;
alter function app.bulk_set_deleted(bigint[], boolean) owner to expense_guard;
alter function app.clear_expenses(boolean) owner to expense_guard;
alter function app.restore_trash() owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
