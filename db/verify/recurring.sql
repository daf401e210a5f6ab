-- Verify expense:recurring on pg

begin;

select ledger_id, id, title, amount_minor, currency, category_id, unit, every, starts_on, last_day, anchor_day, ends_on, max_count, next_n, next_on, paused_at, retry_at, version, created_by, created_at, updated_at, deleted_at
  from app.recurring
 where false;
select ledger_id, recurring_id, due_on
  from app.recurring_dates
 where false;
select recurring_id, recurring_on
  from app.expenses
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.recurring'::regclass, 'app.recurring_dates'::regclass)),
        'row-level security is forced';
    assert (select bool_and(indisvalid) from pg_catalog.pg_index
             where indrelid in ('app.recurring'::regclass, 'app.expenses'::regclass)),
        'every index is valid';
    assert (select bool_and(convalidated) from pg_catalog.pg_constraint
             where conrelid = 'app.expenses'::regclass), 'every constraint was checked';
    assert not has_table_privilege('expense_app', 'app.recurring', 'insert'), 'rules are made by a function';
end
$$;

rollback;
