-- Verify expense:session_functions on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app',
        'app.begin_session(bytea, bigint, bigint, text)', 'execute');
    assert has_function_privilege('expense_app',
        'app.end_session()', 'execute');
    assert has_function_privilege('expense_app',
        'app.revoke_session(bytea)', 'execute');
end
$$;

rollback;
