-- Verify expense:sessions on pg

begin;

select sid_hash, user_id, ledger_id, kind, user_agent, created_at, last_seen_at, idle_seconds, expires_at, revoked_at
  from app.sessions
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.sessions'::regclass)), 'row-level security is forced';
    assert not has_table_privilege('expense_app', 'app.sessions', 'select'), 'sessions are out of reach';
    assert exists (select from pg_catalog.pg_trigger where tgname = 'users_disabled'),
        'disabling a user revokes';
end
$$;

rollback;
