-- Verify expense:roles on pg

begin;

do $$
begin
    assert (select count(*) = 7 from pg_catalog.pg_roles
             where rolname in ('expense_owner', 'expense_guard', 'expense_search', 'expense_app',
                               'expense_identity', 'expense_backup', 'expense_exporter')
               and not rolcanlogin and not rolsuper and not rolbypassrls),
        'all seven roles exist, without login, superuser or bypassrls';
    assert pg_has_role('expense_exporter', 'pg_monitor', 'usage'), 'the exporter can monitor';
end
$$;

rollback;
