-- Verify expense:bulk_changes on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app',
        'app.change_expenses(text, bigint[], jsonb)', 'execute');
    assert has_function_privilege('expense_app',
        'app.change_matching_expenses(text, app.expense_filter, bigint, jsonb)', 'execute');
    assert has_function_privilege('expense_app', 'app.undo_bulk(bigint)', 'execute');
    assert not has_function_privilege('expense_app',
        'app.bulk_store(text, bigint[], text, app.bulk_values)', 'execute');
end
$$;

rollback;
