-- Verify expense:recurring_removal on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app', 'app.remove_recurring(bigint, bigint[])', 'execute');
    assert has_function_privilege('expense_app', 'app.restore_recurring(bigint, bigint[])', 'execute');
    assert not has_any_column_privilege('expense_app', 'app.recurring', 'update'),
        'rules are changed by functions';
end
$$;

rollback;
