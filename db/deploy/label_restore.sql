-- Deploy expense:label_restore to pg
-- requires: recurring_labels
-- requires: bulk_changes

-- Deleting a merchant, tag or payment method is an operation like any change of many, so history knows
-- which expenses lost it by that, and it can be taken back: they get it again, if they still lack it. Rules
-- of recurring expenses have no history, so the deleted row names them.

begin;
set local role expense_owner;

alter table app.merchants add column removal_id bigint, add column removal_rules bigint[];
alter table app.tags add column removal_id bigint, add column removal_rules bigint[];
alter table app.payment_methods add column removal_id bigint, add column removal_rules bigint[];
comment on column app.merchants.removal_id is
    'The operation that deleted it, as long as it is deleted; null when it was merged';
comment on column app.merchants.removal_rules is 'Recurring expenses that lost it by that; null for none';
comment on column app.tags.removal_id is
    'The operation that deleted it, as long as it is deleted; null when it was merged';
comment on column app.tags.removal_rules is 'Recurring expenses that lost it by that; null for none';
comment on column app.payment_methods.removal_id is
    'The operation that deleted it, as long as it is deleted; null when it was merged';
comment on column app.payment_methods.removal_rules is 'Recurring expenses that lost it by that; null for none';

grant create on schema app to expense_guard;
set local role expense_guard;

create function app.keep_versions(p_ids bigint[], p_operation text, p_bulk bigint) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into app.expense_history
        (ledger_id, expense_id, version, operation, snapshot, changed_by, request_id, bulk_id)
    select e.ledger_id, e.id, e.version, p_operation,
           app.expense_snapshot(e), app.user_id(),
           nullif(current_setting('app.request_id', true), ''), p_bulk
      from app.expenses e
     where e.ledger_id = app.ledger_id()
       and e.id = any (p_ids);
$$;
comment on function app.keep_versions(bigint[], text, bigint) is
    'History of expenses that a bulk function is about to change, as part of an operation (null: of none); they are locked by then. Internal';
revoke execute on function app.keep_versions(bigint[], text, bigint) from public;

create or replace function app.replace_label(
    p_kind text, p_id bigint, p_versions bigint[], p_into bigint, p_expected bigint)
returns table (version bigint, matched boolean, moved bigint, into_id bigint, into_name text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_kind    constant record := app.label_kind(p_kind);
    v_ledger  constant bigint := app.ledger_id();
    v_bulk    constant text := coalesce(current_setting('app.bulk', true), '');
    v_label   record;
    v_from    record;
    v_into    text;
    v_ids     bigint[];
    v_moved   bigint;
    v_removal bigint;
    v_rules   bigint[];
begin
    -- Locked first and by id: from here on no expense can get the old one, and those that were getting it
    -- are seen.
    for v_label in
        execute format('select l.id, l.name, l.version from app.%I l
                         where l.ledger_id = $1 and l.id in ($2, $3) and l.deleted_at is null
                         order by l.id
                           for no key update', v_kind.many)
          using v_ledger, p_id, p_into
    loop
        if v_label.id = p_id then
            v_from := v_label;
        else
            v_into := v_label.name;
        end if;
    end loop;
    if v_from is null then
        return;
    end if;
    if v_from.version <> all (p_versions) then
        return query select v_from.version, false, 0::bigint, null::bigint, null::text;
        return;
    end if;
    if p_into is not null and v_into is null then
        raise exception using
            errcode = 'ET422', column = 'into', hint = 'unknown_' || p_kind,
            message = case when p_into = p_id then format('Choose another %s than itself.', v_kind.what)
                           else format('There is no such %s.', v_kind.what) end;
    end if;

    -- Two look-ups, one for each kind of index; the trash changes too, so that it can be restored.
    execute format('select array(select x.id from app.expenses x
                                  where x.ledger_id = $1 and x.deleted_at is null and %1$s
                                  union all
                                 select x.id from app.expenses x
                                  where x.ledger_id = $1 and x.deleted_at is not null and %1$s)',
                   format(v_kind.used, '$2'))
       into v_ids
      using v_ledger, p_id;
    select coalesce(array_agg(e.id), '{}'), count(*) filter (where e.deleted_at is null)
      into v_ids, v_moved
      from (select x.id, x.deleted_at
              from app.expenses x
             where x.ledger_id = v_ledger
               and x.id = any (v_ids)
             order by x.id
               for no key update) e;
    if v_moved <> p_expected then
        raise exception using
            errcode = 'ET409', hint = 'count_changed',
            message = format('It is on %s expenses now. Look again before you go on.', v_moved);
    end if;

    perform set_config('app.bulk', 'on', true);
    if p_into is null then
        -- Deleted: an operation, so that it can be taken back.
        v_removal := nextval('app.bulk_operations_id_seq');
        insert into app.bulk_operations (ledger_id, id, action, count, created_by)
        overriding system value
        values (v_ledger, v_removal, 'update', cardinality(v_ids), app.user_id());
    end if;
    perform app.keep_versions(v_ids, 'update', v_removal);
    execute format('update app.expenses x set %s where x.ledger_id = $1 and x.id = any ($4)', v_kind.replaced)
      using v_ledger, p_id, p_into, v_ids;
    perform set_config('app.bulk', v_bulk, true);
    -- What is still to be made has it no longer either, nor have deleted rules, which can come back.
    execute format('with changed as (update app.recurring x set %s where x.ledger_id = $1 and %s returning x.id)
                    select array_agg(c.id) from changed c',
                   v_kind.replaced, format(v_kind.used, '$2'))
       into v_rules
      using v_ledger, p_id, p_into;
    execute format('update app.%I l set deleted_at = now(), removal_id = $3, removal_rules = $4
                     where l.ledger_id = $1 and l.id = $2', v_kind.many)
      using v_ledger, p_id, v_removal, case when p_into is null then v_rules end;
    return query select v_from.version, true, v_moved, p_into, v_into;
end
$$;

create function app.restore_label(p_kind text, p_id bigint)
returns table (id bigint, name text, version bigint, count bigint)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_kind    constant record := app.label_kind(p_kind);
    v_ledger  constant bigint := app.ledger_id();
    v_bulk    constant text := coalesce(current_setting('app.bulk', true), '');
    v_lacks   constant text := case p_kind
        when 'merchant' then 'x.merchant_id is null'
        when 'payment_method' then 'x.payment_method_id is null'
        else 'not x.tag_ids @> array[$3] and cardinality(x.tag_ids) < 10' end;
    v_gives   constant text := case p_kind
        when 'merchant' then 'merchant_id = $3'
        when 'payment_method' then 'payment_method_id = $3'
        else 'tag_ids = array(select u.id from unnest(x.tag_ids || $3) u (id) order by u.id)' end;
    v_label   record;
    v_old     record;
    v_new     record;
    v_removal bigint;
    v_undo    bigint;
    v_ids     bigint[];
    v_count   bigint := 0;
begin
    -- With the one that has its name by now, if there is one: then that is what its expenses get.
    for v_label in
        execute format('select l.id, l.name, l.version, l.deleted_at, l.removal_id, l.removal_rules
                          from app.%1$I l
                         where l.ledger_id = $1
                           and (l.id = $2
                                or l.deleted_at is null
                               and l.name_folded = (select o.name_folded from app.%1$I o
                                                     where o.ledger_id = $1 and o.id = $2))
                         order by l.id
                           for no key update', v_kind.many)
          using v_ledger, p_id
    loop
        if v_label.id = p_id then
            v_old := v_label;
        else
            v_new := v_label;
        end if;
    end loop;
    if v_old is null or v_old.deleted_at is not null and v_old.removal_id is null then
        return;
    end if;
    if v_old.deleted_at is null then
        -- Taken back already.
        return query select v_old.id, v_old.name, v_old.version, 0::bigint;
        return;
    end if;
    v_removal := v_old.removal_id;
    if v_new is null then
        execute format('update app.%I l set deleted_at = null, removal_id = null, removal_rules = null
                         where l.ledger_id = $1 and l.id = $2
                        returning l.id, l.name, l.version', v_kind.many)
           into v_new
          using v_ledger, p_id;
    else
        execute format('update app.%I l set removal_id = null, removal_rules = null
                         where l.ledger_id = $1 and l.id = $2', v_kind.many)
          using v_ledger, p_id;
    end if;

    execute format('select coalesce(array_agg(e.id), ''{}''), count(*) filter (where e.deleted_at is null)
                      from (select x.id, x.deleted_at
                              from app.expense_history h
                              join app.expenses x
                                on x.ledger_id = $1
                               and x.id = h.expense_id
                             where h.ledger_id = $1
                               and h.bulk_id = $2
                               and %s
                             order by x.id
                               for no key update of x) e',
                   v_lacks)
       into v_ids, v_count
      using v_ledger, v_removal, v_new.id;
    if v_ids <> '{}' then
        v_undo := nextval('app.bulk_operations_id_seq');
        insert into app.bulk_operations (ledger_id, id, action, undoes, count, created_by)
        overriding system value
        values (v_ledger, v_undo, 'undo', v_removal, cardinality(v_ids), app.user_id());
        perform set_config('app.bulk', 'on', true);
        perform app.keep_versions(v_ids, 'update', v_undo);
        execute format('update app.expenses x set %s where x.ledger_id = $1 and x.id = any ($2)',
                       v_gives)
          using v_ledger, v_ids, v_new.id;
        perform set_config('app.bulk', v_bulk, true);
    end if;
    if v_old.removal_rules is not null then
        execute format('update app.recurring x set %s where x.ledger_id = $1 and x.id = any ($2) and %s',
                       v_gives, v_lacks)
          using v_ledger, v_old.removal_rules, v_new.id;
    end if;
    update app.bulk_operations b
       set undone_at = now()
     where b.ledger_id = v_ledger
       and b.id = v_removal;
    return query select v_new.id, v_new.name, v_new.version, v_count;
end
$$;
comment on function app.restore_label(text, bigint) is
    'Takes the deletion of one back: its expenses get it again, but for those that have another by now. If its name is taken since, they get that one. No row when it isn''t there, or was merged; a second time changes nothing';
revoke execute on function app.restore_label(text, bigint) from public;
grant execute on function app.restore_label(text, bigint) to expense_app;

set local role expense_owner;
revoke create on schema app from expense_guard;

commit;
