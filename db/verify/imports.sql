-- Verify expense:imports on pg

begin;

select ledger_id, id, file_name, row_count, repeat_count, created_by, created_at, undone_at
  from app.imports
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.imports'::regclass)), 'row-level security is forced';
end
$$;

rollback;
