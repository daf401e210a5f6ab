-- Verify expense:bulk_operations on pg

begin;

select ledger_id, id, action, undoes, count, created_by, created_at, undone_at
  from app.bulk_operations
 where false;
select bulk_id
  from app.expense_history
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid = 'app.bulk_operations'::regclass), 'row-level security is forced';
end
$$;

rollback;
