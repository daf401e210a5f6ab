-- Verify expense:history on pg

begin;

select ledger_id, expense_id, version, operation, snapshot, changed_by, request_id, changed_at
  from app.expense_history
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.expense_history'::regclass)), 'row-level security is forced';
    assert not has_table_privilege('expense_app', 'app.expense_history', 'insert, update, delete'),
        'only the trigger writes history';
end
$$;

rollback;
