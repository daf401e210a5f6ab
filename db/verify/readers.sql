-- Verify expense:readers on pg

begin;

do $$
begin
    assert (select bool_and(exists (select from pg_catalog.pg_policy p
                                     where p.polrelid = c.oid and p.polname = 'backup'))
              from pg_catalog.pg_class c
             where c.relnamespace = 'app'::regnamespace
               and c.relkind = 'r'
               and c.relrowsecurity), 'a backup reads every table';
end
$$;

rollback;
