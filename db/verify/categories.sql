-- Verify expense:categories on pg

begin;

select ledger_id, id, name, icon, color_light, color_dark, suggestions, position, version, created_at, import_id
  from app.categories
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.categories'::regclass)), 'row-level security is forced';
end
$$;

rollback;
