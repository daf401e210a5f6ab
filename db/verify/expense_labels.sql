-- Verify expense:expense_labels on pg

begin;

select merchant_id, payment_method_id, tag_ids, note, note_folded from app.expenses where false;

do $$
begin
    assert has_function_privilege('expense_app', 'app.expense_extras(bigint, text, bigint, bigint[])',
        'execute');
    assert not has_function_privilege('expense_app', 'app.keep_versions(bigint[], text)', 'execute');
    assert has_column_privilege('expense_app', 'app.expenses', 'tag_ids', 'update')
       and not has_column_privilege('expense_app', 'app.expenses', 'note_folded', 'update');
end
$$;

rollback;
