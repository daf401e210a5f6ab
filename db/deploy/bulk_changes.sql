-- Deploy expense:bulk_changes to pg
-- requires: bulk_operations
-- requires: filter
-- requires: ledger_totals

-- Many expenses at once, by ids or by what a filter finds: changed, moved to the trash, taken back. Each
-- is one operation that can be undone whole. History, rows and totals are written by one statement, and
-- locks are taken as everywhere: expenses by id, then totals by key.

begin;
set local role expense_owner;

create type app.bulk_values as (
    category_id bigint, day date, deleted boolean, merchant boolean, merchant_id bigint,
    payment_method boolean, payment_method_id bigint, add_tags bigint[], remove_tags bigint[],
    undoes bigint);
comment on type app.bulk_values is
    'What a bulk change does to each row: null leaves as it is; merchant and payment_method say that theirs is set, maybe to null. Internal';

grant usage on sequence app.bulk_operations_id_seq to expense_guard;
grant create on schema app to expense_guard;
set local role expense_guard;

-- p_want is the text of a query for the rows as they shall be, from $1 the ledger, $2 the ids (locked by
-- now) and $3 the values. Rows that are so already keep their version.
create function app.bulk_store(p_action text, p_ids bigint[], p_want text, p_values app.bulk_values)
returns table (id bigint, count bigint)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger constant bigint := app.ledger_id();
    v_bulk   constant text := coalesce(current_setting('app.bulk', true), '');
    v_id     constant bigint := nextval('app.bulk_operations_id_seq');
    v_count  bigint;
begin
    perform
       from app.monthly_totals t
      where t.ledger_id = v_ledger
      order by t.month, t.category_id, t.currency
        for no key update;
    perform set_config('app.bulk', 'on', true);
    execute '
    with want as (' || p_want || '
    ), target as materialized (
        select x.id, x.spent_on, x.category_id, x.currency, x.amount_minor,
               x.deleted_at is null as live, w.category_id as new_category_id, w.spent_on as new_spent_on,
               w.live as new_live, w.merchant_id as new_merchant_id,
               w.payment_method_id as new_payment_method_id, w.tag_ids as new_tag_ids
          from want w
          join app.expenses x
            on x.ledger_id = $1
           and x.id = w.id
         where (x.category_id, x.spent_on, x.deleted_at is null, x.merchant_id, x.payment_method_id,
                x.tag_ids)
               is distinct from
               (w.category_id, w.spent_on, w.live, w.merchant_id, w.payment_method_id, w.tag_ids)
    ), kept as (
        insert into app.expense_history
            (ledger_id, expense_id, version, operation, snapshot, changed_by, request_id, bulk_id)
        select x.ledger_id, x.id, x.version,
               case when t.live = t.new_live then ''update'' when t.live then ''delete''
                    else ''restore'' end,
               app.expense_snapshot(x), app.user_id(),
               nullif(current_setting(''app.request_id'', true), ''''), $4
          from target t
          join app.expenses x
            on x.ledger_id = $1
           and x.id = t.id
    ), changed as (
        update app.expenses x
           set category_id = t.new_category_id,
               spent_on = t.new_spent_on,
               deleted_at = case when t.live = t.new_live then x.deleted_at
                                 when t.new_live then null else now() end,
               merchant_id = t.new_merchant_id,
               payment_method_id = t.new_payment_method_id,
               tag_ids = t.new_tag_ids
          from target t
         where x.ledger_id = $1
           and x.id = t.id
        returning x.spent_on, x.category_id, x.currency, x.amount_minor, x.deleted_at is null as live
    ), delta as (
        select date_trunc(''month'', d.spent_on::timestamp)::date as month, d.category_id, d.currency,
               sum(d.sign * d.amount_minor) as amount_minor, sum(d.sign)::bigint as count
          from (select t.spent_on, t.category_id, t.currency, t.amount_minor, -1 as sign
                  from target t
                 where t.live
                union all
                select c.spent_on, c.category_id, c.currency, c.amount_minor, 1
                  from changed c
                 where c.live) d
         group by 1, 2, 3
        having sum(d.sign) <> 0 or sum(d.sign * d.amount_minor) <> 0
    ), known as (
        update app.monthly_totals t
           set amount_minor = t.amount_minor + d.amount_minor,
               count = t.count + d.count
          from delta d
         where t.ledger_id = $1
           and t.month = d.month
           and t.category_id = d.category_id
           and t.currency = d.currency
        returning t.month, t.category_id, t.currency
    ), missing as (
        insert into app.monthly_totals as t
            (ledger_id, month, category_id, currency, amount_minor, count)
        select $1, d.month, d.category_id, d.currency, d.amount_minor, d.count
          from delta d
         where (d.month, d.category_id, d.currency)
               not in (select k.month, k.category_id, k.currency from known k)
         order by d.month, d.category_id, d.currency
        on conflict on constraint monthly_totals_pkey do update
           set amount_minor = t.amount_minor + excluded.amount_minor,
               count = t.count + excluded.count
    )
    select count(*) from changed'
       into v_count
      using v_ledger, p_ids, p_values, v_id;
    delete from app.monthly_totals t where t.ledger_id = v_ledger and t.count = 0;
    perform set_config('app.bulk', v_bulk, true);
    if v_count = 0 then
        return query select null::bigint, 0::bigint;
        return;
    end if;
    insert into app.bulk_operations (ledger_id, id, action, undoes, count, created_by)
    overriding system value
    values (v_ledger, v_id, p_action, (p_values).undoes, v_count, app.user_id());
    return query select v_id, v_count;
end
$$;
comment on function app.bulk_store(text, bigint[], text, app.bulk_values) is
    'Writes a bulk change of locked expenses and keeps it as an operation; without any change there is none. Internal';

create function app.bulk_read(p_action text, p_set jsonb) returns app.bulk_values
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v       app.bulk_values;
    v_error text;
    v_hint  text;
begin
    v.deleted := case p_action when 'delete' then true when 'restore' then false end;
    if p_action <> 'update' then
        return v;
    end if;
    if p_set ->> 'category' is not null then
        begin
            v.category_id := app.category_id(p_set ->> 'category');
        exception when sqlstate 'ET422' then
            get stacked diagnostics v_error = message_text, v_hint = pg_exception_hint;
            raise exception using
                errcode = 'ET422', message = v_error, column = 'set.category', hint = v_hint;
        end;
    end if;
    v.day := (p_set ->> 'date')::date;
    v.merchant := p_set ? 'merchant';
    v.merchant_id := app.merchant_id(p_set ->> 'merchant');
    v.payment_method := p_set ? 'payment_method';
    v.payment_method_id := app.payment_method_id(p_set ->> 'payment_method');
    if p_set ? 'add_tags' then
        v.add_tags := app.tag_ids(p_set -> 'add_tags');
    end if;
    if p_set ? 'remove_tags' then
        v.remove_tags := array(
            select t.id
              from jsonb_array_elements_text(p_set -> 'remove_tags') n (name)
              join app.tags t
                on t.ledger_id = app.ledger_id()
               and t.name_folded = app.fold(btrim(n.name))
               and t.deleted_at is null);
    end if;
    return v;
end
$$;
comment on function app.bulk_read(text, jsonb) is
    'The set of a bulk change with its names looked up; new merchants, methods and tags are made. Internal';

create function app.change_expenses(p_action text, p_ids bigint[], p_set jsonb)
returns table (id bigint, count bigint, unchanged bigint, skipped json)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger constant bigint := app.ledger_id();
    v_values app.bulk_values;
    v_ids    bigint[];
    v_many   bigint;
begin
    if v_ledger is null then
        raise exception using
            errcode = 'ET401', message = 'Your session has ended. Sign in again.';
    end if;
    v_values := app.bulk_read(p_action, p_set);
    v_ids := array(
        select l.id
          from (select e.id
                  from app.expenses e
                 where e.ledger_id = v_ledger
                   and e.id = any (p_ids)
                   and (e.deleted_at is null) = (p_action <> 'restore')
                 order by e.id
                   for no key update) l);
    if (v_values).add_tags is not null then
        select count(*) into v_many
          from app.expenses e
         where e.ledger_id = v_ledger
           and e.id = any (v_ids)
           and e.tag_ids <> '{}'
           and (select count(distinct u.tag)
                  from unnest(e.tag_ids || (v_values).add_tags) u (tag)
                 where u.tag <> all (coalesce((v_values).remove_tags, '{}'))) > 10;
        if v_many > 0 then
            raise exception using
                errcode = 'ET422', column = 'set.add_tags', hint = 'too_many_tags',
                message = format(case when v_many = 1 then '%s entry would have more than 10 tags.'
                                      else '%s entries would have more than 10 tags.' end, v_many);
        end if;
    end if;
    return query
    select b.id, b.count, cardinality(v_ids) - b.count,
           (select coalesce(json_agg(json_build_object(
                       'id', r.id,
                       'reason', case when e.id is null then 'not_found'
                                      when p_action = 'restore' then 'not_in_trash'
                                      else 'in_trash' end) order by r.id), '[]')
              from (select distinct u.id from unnest(p_ids) u (id)) r
              left join app.expenses e
                on e.ledger_id = v_ledger
               and e.id = r.id
             where e.id is null
                or (e.deleted_at is null) = (p_action = 'restore'))
      from app.bulk_store(p_action, v_ids, '
        select x.id, coalesce(($3).category_id, x.category_id) as category_id,
               coalesce(($3).day, x.spent_on) as spent_on,
               coalesce(not ($3).deleted, x.deleted_at is null) as live,
               case when ($3).merchant then ($3).merchant_id else x.merchant_id end as merchant_id,
               case when ($3).payment_method then ($3).payment_method_id
                    else x.payment_method_id end as payment_method_id,
               case when ($3).add_tags is null and ($3).remove_tags is null then x.tag_ids
                    else array(select distinct u.tag
                                 from unnest(x.tag_ids || ($3).add_tags) u (tag)
                                where u.tag <> all (coalesce(($3).remove_tags, ''{}''))
                                order by u.tag) end as tag_ids
          from app.expenses x
         where x.ledger_id = $1
           and x.id = any ($2)', v_values) b;
end
$$;
comment on function app.change_expenses(text, bigint[], jsonb) is
    'Changes, deletes or restores expenses by id in one operation: how many it changed, how many were so already, and which it left out';

create function app.change_matching_expenses(
    p_action text, p_filter app.expense_filter, p_expected bigint, p_set jsonb)
returns table (id bigint, count bigint, unchanged bigint, skipped json)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ids bigint[] := array(select m.id from app.matching_expenses(p_filter) m (id));
begin
    if cardinality(v_ids) <> p_expected then
        raise exception using
            errcode = 'ET409', hint = 'count_changed',
            message = format(
                case when cardinality(v_ids) = 1 then '%s entry matches now, not %s. Look at the list again.'
                     else '%s entries match now, not %s. Look at the list again.' end,
                cardinality(v_ids), p_expected);
    end if;
    if cardinality(v_ids) > 100000 then
        raise exception using
            errcode = 'ET422', column = 'filter', hint = 'too_many',
            message = 'Change at most 100,000 entries at once; a filter can make them fewer.';
    end if;
    return query select * from app.change_expenses(p_action, v_ids, p_set);
end
$$;
comment on function app.change_matching_expenses(text, app.expense_filter, bigint, jsonb) is
    'change_expenses for all that a filter finds, if they are as many as expected';

-- An entry that is as the operation left it is changed back, also when later changes were undone before.
-- What was there before comes back where it still exists: entries of a category that was merged or deleted
-- since go where its others went; merchants, methods and tags that are gone stay off.
create function app.undo_bulk(p_id bigint) returns table (count bigint, kept bigint)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_ledger    constant bigint := app.ledger_id();
    v_counted   constant text[] := '{version,updated_at}';
    v_operation app.bulk_operations;
    v_ids       bigint[];
    v_count     bigint;
begin
    select b.* into v_operation
      from app.bulk_operations b
     where b.ledger_id = v_ledger
       and b.id = p_id
       for update;
    if not found then
        raise exception using
            errcode = 'ET404', message = 'Bulk change not found', hint = 'not_found';
    end if;
    if v_operation.undone_at is not null then
        return query select 0::bigint, 0::bigint;
        return;
    end if;
    v_ids := array(
        select l.id
          from (select e.id
                  from app.expense_history h
                  join app.expenses e
                    on e.ledger_id = v_ledger
                   and e.id = h.expense_id
                   and (e.version = h.version + 1
                        or exists (
                               select from app.expense_history n
                                where n.ledger_id = v_ledger
                                  and n.expense_id = h.expense_id
                                  and n.version = h.version + 1
                                  and n.snapshot - v_counted = app.expense_snapshot(e) - v_counted))
                 where h.ledger_id = v_ledger
                   and h.bulk_id = p_id
                 order by e.id
                   for no key update of e) l);
    select b.count into v_count
      from app.bulk_store('undo', v_ids, '
        select h.expense_id as id,
               coalesce(c.id, f.moved_to) as category_id,
               (h.snapshot ->> ''spent_on'')::date as spent_on,
               h.snapshot ->> ''deleted_at'' is null as live,
               case when h.snapshot ->> ''merchant_id'' is not null
                    then (select m.id
                            from app.merchants m
                           where m.ledger_id = $1
                             and m.id = (h.snapshot ->> ''merchant_id'')::bigint
                             and m.deleted_at is null) end as merchant_id,
               case when h.snapshot ->> ''payment_method_id'' is not null
                    then (select m.id
                            from app.payment_methods m
                           where m.ledger_id = $1
                             and m.id = (h.snapshot ->> ''payment_method_id'')::bigint
                             and m.deleted_at is null) end as payment_method_id,
               case when coalesce(h.snapshot -> ''tag_ids'', ''[]'') = ''[]'' then ''{}''
                    else array(select t.id
                                 from jsonb_array_elements_text(h.snapshot -> ''tag_ids'') s (id)
                                 join app.tags t
                                   on t.ledger_id = $1
                                  and t.id = s.id::bigint
                                  and t.deleted_at is null
                                order by t.id) end as tag_ids
          from app.expense_history h
          left join app.categories c
            on c.ledger_id = $1
           and c.id = (h.snapshot ->> ''category_id'')::bigint
          left join app.former_categories f
            on f.ledger_id = $1
           and f.id = (h.snapshot ->> ''category_id'')::bigint
         where h.ledger_id = $1
           and h.bulk_id = ($3).undoes
           and h.expense_id = any ($2)', row(null, null, null, null, null, null, null, null, null,
                                             p_id)::app.bulk_values) b;
    update app.bulk_operations b
       set undone_at = now()
     where b.ledger_id = v_ledger
       and b.id = p_id;
    return query
    select v_count,
           count(*) - cardinality(v_ids)
      from app.expense_history h
      join app.expenses e
        on e.ledger_id = v_ledger
       and e.id = h.expense_id
     where h.ledger_id = v_ledger
       and h.bulk_id = p_id;
end
$$;
comment on function app.undo_bulk(bigint) is
    'Takes a bulk change back, but for expenses that were changed since; a second time changes nothing';

revoke execute on function
    app.bulk_store(text, bigint[], text, app.bulk_values), app.bulk_read(text, jsonb),
    app.change_expenses(text, bigint[], jsonb),
    app.change_matching_expenses(text, app.expense_filter, bigint, jsonb), app.undo_bulk(bigint)
  from public;
grant execute on function
    app.change_expenses(text, bigint[], jsonb),
    app.change_matching_expenses(text, app.expense_filter, bigint, jsonb), app.undo_bulk(bigint)
   to expense_app;

set local role expense_owner;
revoke create on schema app from expense_guard;

commit;
