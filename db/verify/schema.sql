-- Verify expense:schema on pg

begin;

do $$
begin
    assert (select count(*) = 3 from pg_catalog.pg_extension e
              join pg_catalog.pg_namespace n on n.oid = e.extnamespace
             where n.nspname = 'ext' and e.extname in ('btree_gin', 'pg_trgm', 'unaccent')),
        'the three extensions are in ext';
    assert has_schema_privilege('expense_app', 'app', 'usage'), 'expense_app may use the schema';
    assert not has_schema_privilege('expense_app', 'app', 'create'), 'expense_app creates nothing';
    assert not has_schema_privilege('expense_app', 'public', 'create'), 'nor in public';
end
$$;

rollback;
