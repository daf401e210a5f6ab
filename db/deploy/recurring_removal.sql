-- Deploy expense:recurring_removal to pg
-- requires: recurring_changes

-- Deleting a rule and bringing it back. What it made stays; dates that fall due in between are made up when
-- it comes back, as after any other downtime.

begin;
set local role expense_owner;

create function app.remove_recurring(p_id bigint, p_versions bigint[]) returns setof app.recurring_entry
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger  constant bigint := app.ledger_id();
    v_version bigint;
    v_entry   app.recurring_entry;
begin
    select r.version into v_version
      from app.recurring r
     where r.ledger_id = v_ledger
       and r.id = p_id
       and r.deleted_at is null
       for update;
    if not found then
        return;
    end if;
    select x.* into v_entry from app.recurring_entries(p_id) x;
    v_entry.matched := p_versions is null or v_version = any (p_versions);
    if v_entry.matched then
        update app.recurring r
           set deleted_at = now()
         where r.ledger_id = v_ledger
           and r.id = p_id
        returning r.version, r.updated_at::text into v_entry.version, v_entry.updated_at;
        -- Those deleted long ago go for good, but for those that entries still name.
        delete from app.recurring r
         where r.ledger_id = v_ledger
           and r.deleted_at < now() - interval '30 days'
           and not exists (
                   select from app.expenses e
                    where e.ledger_id = r.ledger_id
                      and e.recurring_id = r.id);
    end if;
    return next v_entry;
end
$$;
comment on function app.remove_recurring(bigint, bigint[]) is
    'Deletes a rule, to be restored within 30 days; what it made stays';

create function app.restore_recurring(p_id bigint, p_versions bigint[]) returns setof app.recurring_entry
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger  constant bigint := app.ledger_id();
    v_version bigint;
begin
    select r.version into v_version
      from app.recurring r
     where r.ledger_id = v_ledger
       and r.id = p_id
       for update;
    if not found then
        return;
    end if;
    if p_versions is null or v_version = any (p_versions) then
        update app.recurring r
           set deleted_at = null
         where r.ledger_id = v_ledger
           and r.id = p_id
           and r.deleted_at is not null;
        return query select x.* from app.answered_recurring(p_id, null, null, true) x;
    else
        return query
        select x.*
          from jsonb_populate_record(null::app.recurring_entry,
                                     jsonb_build_object('version', v_version, 'matched', false)) x;
    end if;
end
$$;
comment on function app.restore_recurring(bigint, bigint[]) is 'Brings a deleted rule back';

revoke update (deleted_at) on app.recurring from expense_app;
grant execute on function app.remove_recurring(bigint, bigint[]),
                          app.restore_recurring(bigint, bigint[])
   to expense_app;
grant create on schema app to expense_guard;
alter function app.remove_recurring(bigint, bigint[]) owner to expense_guard;
alter function app.restore_recurring(bigint, bigint[]) owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
