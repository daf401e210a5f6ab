-- Deploy expense:purge to pg
-- requires: expenses
-- requires: history
-- requires: idempotency
-- requires: sessions

begin;
set local role expense_owner;

-- Crosses ledgers, so only as a function; a try-lock lets one run and sends the others home. A batch at
-- a time keeps it within a worker's statement timeout: call it again while it answers rows.
create function app.purge(p_batch integer default 5000)
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
comment on function app.purge(integer) is
    'Removes for good: trash and dead sessions after 30 days, idempotency keys after 7. Answers how many';
grant execute on function app.purge(integer) to expense_app;

grant create on schema app to expense_guard;
alter function app.purge(integer) owner to expense_guard;
revoke create on schema app from expense_guard;

create index expenses_deleted_at_idx on app.expenses (deleted_at) where deleted_at is not null;

commit;
