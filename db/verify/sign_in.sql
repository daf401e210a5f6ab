-- Verify expense:sign_in on pg

begin;

do $$
begin
    assert has_function_privilege('expense_identity',
        'app.sign_in(text, text, text, boolean, text, text, text)', 'execute');
    assert has_function_privilege('expense_identity',
        'app.open_session(bytea, bigint, bigint, text, text, integer, integer, bytea)', 'execute');
    assert has_function_privilege('expense_identity',
        'app.store_avatar(bigint, text, text, bytea)', 'execute');
    assert has_function_privilege('expense_identity',
        'app.avatar_is_stored(bigint, text)', 'execute');
    assert not has_function_privilege('expense_app',
        'app.sign_in(text, text, text, boolean, text, text, text)', 'execute');
end
$$;

rollback;
