-- Verify expense:category_changes on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app',
        'app.create_category(text, text, text, text, bigint)', 'execute');
    assert has_function_privilege('expense_app',
        'app.change_category(bigint, bigint[], text, text, text, text, boolean, bigint, boolean)', 'execute');
    assert has_function_privilege('expense_app', 'app.order_categories(bigint[])', 'execute');
    assert has_function_privilege('expense_app',
        'app.merge_category(bigint, bigint[], bigint, bigint)', 'execute');
    assert has_function_privilege('expense_app', 'app.delete_category(bigint, bigint[], bigint)', 'execute');
    assert not has_function_privilege('expense_app', 'app.check_category_parent(bigint, bigint)', 'execute');
end
$$;

rollback;
