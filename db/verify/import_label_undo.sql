-- Verify expense:import_label_undo on pg

begin;

do $$
begin
    assert (select count(*) = 3 from pg_catalog.pg_attribute
             where attrelid in ('app.merchants'::regclass, 'app.tags'::regclass, 'app.payment_methods'::regclass)
               and attname = 'import_id'
               and not attisdropped);
    assert (select pg_catalog.pg_get_userbyid(proowner) = 'expense_guard' from pg_catalog.pg_proc
             where oid = 'app.undo_import'::regproc);
end
$$;

rollback;
