-- Verify expense:label_changes on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app', 'app.labels(text, text, integer)', 'execute');
    assert has_function_privilege('expense_app', 'app.add_payment_method(text)', 'execute');
    assert has_function_privilege('expense_app', 'app.rename_label(text, bigint, bigint[], text)', 'execute');
    assert has_function_privilege('expense_app',
        'app.replace_label(text, bigint, bigint[], bigint, bigint)', 'execute');
    assert not has_column_privilege('expense_app', 'app.merchants', 'name', 'update');
end
$$;

rollback;
