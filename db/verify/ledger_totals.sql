-- Verify expense:ledger_totals on pg

begin;

select ledger_id, category_id, currency, amount_minor, count
  from app.ledger_totals
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.ledger_totals'::regclass)), 'row-level security is forced';
    assert not has_table_privilege('expense_app', 'app.ledger_totals', 'insert, update, delete'),
        'only triggers write totals';
    assert exists (select
                     from pg_catalog.pg_trigger
                    where tgrelid = 'app.monthly_totals'::regclass
                      and tgname = 'monthly_totals_bulk'), 'bulk changes are followed';
end
$$;

rollback;
