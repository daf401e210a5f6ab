-- Verify expense:accounts on pg

begin;

select delete_after
  from app.users
 where false;

do $$
begin
    assert not exists (
               select from pg_catalog.pg_class c
                where c.relnamespace = 'app'::regnamespace
                  and c.relkind = 'r'
                  and c.relname <> 'currencies'
                  and not pg_catalog.has_table_privilege('expense_guard', c.oid, 'select, delete')),
        'a purge can take everything away';
    assert (select p.prosecdef from pg_catalog.pg_proc p
             where p.oid = 'app.export_person()'::regprocedure), 'the person''s own data is read by a function';
end
$$;

rollback;
