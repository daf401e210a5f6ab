-- Verify expense:bulk on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app',
        'app.clear_expenses(boolean)', 'execute');
    assert has_function_privilege('expense_app',
        'app.restore_trash()', 'execute');
end
$$;

rollback;
