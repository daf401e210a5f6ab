-- Verify expense:totals on pg

begin;

select ledger_id, month, category_id, currency, amount_minor, count
  from app.monthly_totals
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.monthly_totals'::regclass)), 'row-level security is forced';
    assert not has_table_privilege('expense_app', 'app.monthly_totals', 'insert, update, delete'),
        'only triggers write totals';
end
$$;

rollback;
