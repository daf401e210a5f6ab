-- Verify expense:expenses on pg

begin;

select ledger_id, id, title, amount_minor, currency, category_id, spent_on, spent_at, version, sample, import_id, created_by, created_at, updated_at, deleted_at, title_folded
  from app.expenses
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.expenses'::regclass)), 'row-level security is forced';
    assert (select count(*) >= 8 and bool_and(indisvalid) from pg_catalog.pg_index
             where indrelid = 'app.expenses'::regclass), 'every index is valid';
    assert not has_table_privilege('expense_app', 'app.expenses', 'delete'), 'nothing is deleted at once';
end
$$;

rollback;
