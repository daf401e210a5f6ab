-- Verify expense:budget_changes on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app',
        'app.add_budget(bigint, text, text, numeric, boolean, smallint[], date)', 'execute');
    assert has_function_privilege('expense_app',
        'app.change_budget(bigint, bigint[], numeric, boolean, smallint[], date)', 'execute');
    assert has_function_privilege('expense_app', 'app.delete_budget(bigint, bigint[])', 'execute');
    assert has_function_privilege('expense_app', 'app.restore_budget(bigint, bigint[])', 'execute');
    assert has_function_privilege('expense_app', 'app.budget_alerts()', 'execute');
    assert has_function_privilege('expense_app', 'app.dismiss_alert(bigint)', 'execute');
    assert exists (select
                     from pg_catalog.pg_trigger
                    where tgrelid = 'app.former_categories'::regclass
                      and tgname = 'budgets_follow_category'), 'budgets follow their category';
end
$$;

rollback;
