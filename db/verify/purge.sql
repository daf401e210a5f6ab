-- Verify expense:purge on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app',
        'app.purge(integer)', 'execute');
end
$$;

rollback;
