-- Verify expense:tokens on pg

begin;

select id, name, scope
  from app.sessions
 where false;

do $$
begin
    assert has_function_privilege('expense_app', 'app.create_token(bytea, text, text, integer)', 'execute'),
        'the api pool makes tokens';
    assert not has_function_privilege('expense_app', 'app.browser_session()', 'execute'),
        'and reads no session row';
end
$$;

rollback;
