-- Verify expense:recurring_changes on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app', 'app.recurring_entries(bigint)', 'execute');
    assert has_function_privilege('expense_app', 'app.upcoming_recurring(date, integer)', 'execute');
    assert has_function_privilege('expense_app', 'app.create_recurring(jsonb)', 'execute');
    assert has_function_privilege('expense_app', 'app.preview_recurring(jsonb)', 'execute');
    assert has_function_privilege('expense_app',
        'app.change_recurring(bigint, bigint[], jsonb)', 'execute');
    assert not has_function_privilege('expense_app',
        'app.change_recurring_entries(bigint, bigint, bigint, date, date, bigint, jsonb)', 'execute');
end
$$;

rollback;
