-- Verify expense:ledgers on pg

begin;

select id, name, created_at
  from app.ledgers
 where false;

select ledger_id, user_id, role
  from app.ledger_members
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.ledgers'::regclass, 'app.ledger_members'::regclass)), 'row-level security is forced';
end
$$;

rollback;
