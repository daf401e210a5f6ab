-- Verify expense:budgets on pg

begin;

select ledger_id, id, category_id, period, currency, thresholds, version, created_by, created_at,
       updated_at, deleted_at
  from app.budgets
 where false;
select ledger_id, budget_id, from_day, amount_minor, roll_over
  from app.budget_terms
 where false;
select ledger_id, id, budget_id, first_day, last_day, threshold, created_at, dismissed_at, dismissed_by
  from app.budget_alerts
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.budgets'::regclass, 'app.budget_terms'::regclass,
                           'app.budget_alerts'::regclass)), 'row-level security is forced';
    assert not has_table_privilege('expense_app', 'app.budgets', 'insert, update, delete'),
        'only functions write budgets';
end
$$;

rollback;
