-- Revert expense:label_restore from pg

begin;
set local role expense_owner;
grant create on schema app to expense_guard;
set local role expense_guard;

drop function app.restore_label(text, bigint);

create or replace function app.replace_label(
    p_kind text, p_id bigint, p_versions bigint[], p_into bigint, p_expected bigint)
returns table (version bigint, matched boolean, moved bigint, into_id bigint, into_name text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_kind   constant record := app.label_kind(p_kind);
    v_ledger constant bigint := app.ledger_id();
    v_bulk   constant text := coalesce(current_setting('app.bulk', true), '');
    v_label  record;
    v_from   record;
    v_into   text;
    v_ids    bigint[];
    v_moved  bigint;
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
    perform app.keep_versions(v_ids, 'update');
    execute format('update app.expenses x set %s where x.ledger_id = $1 and x.id = any ($4)', v_kind.replaced)
      using v_ledger, p_id, p_into, v_ids;
    perform set_config('app.bulk', v_bulk, true);
    -- What is still to be made has it no longer either, nor have deleted rules, which can come back.
    execute format('update app.recurring x set %s where x.ledger_id = $1 and %s',
                   v_kind.replaced, format(v_kind.used, '$2'))
      using v_ledger, p_id, p_into;
    execute format('update app.%I l set deleted_at = now() where l.ledger_id = $1 and l.id = $2', v_kind.many)
      using v_ledger, p_id;
    return query select v_from.version, true, v_moved, p_into, v_into;
end
$$;

drop function app.keep_versions(bigint[], text, bigint);

set local role expense_owner;
revoke create on schema app from expense_guard;
alter table app.payment_methods drop column removal_id, drop column removal_rules;
alter table app.tags drop column removal_id, drop column removal_rules;
alter table app.merchants drop column removal_id, drop column removal_rules;

commit;
