-- Verify expense:category_levels on pg

begin;

select parent_id, archived_at, fallback, level, parent_level
  from app.categories
 where false;
select ledger_id, id, name, icon, color_light, color_dark, moved_to, reason, removed_by, removed_at
  from app.former_categories
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.former_categories'::regclass)), 'row-level security is forced';
    assert has_function_privilege('expense_app', 'app.category_family(bigint)', 'execute');
    assert has_function_privilege('expense_app', 'app.category_id(text, bigint)', 'execute');
    assert has_function_privilege('expense_app', 'app.import_preview(jsonb, text)', 'execute');
    assert not has_function_privilege('expense_app',
        'app.replace_category(bigint, bigint, text, bigint)', 'execute');
end
$$;

rollback;
