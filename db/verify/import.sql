-- Verify expense:import on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app',
        'app.import_preview(jsonb, text)', 'execute');
    assert has_function_privilege('expense_app',
        'app.import_expenses(jsonb, text, text, boolean, boolean)', 'execute');
    assert has_function_privilege('expense_app',
        'app.undo_import(bigint)', 'execute');
end
$$;

rollback;
