-- Verify expense:recurring_mark on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app',
        'app.expense_extras(bigint, text, bigint, bigint[], bigint)', 'execute');
end
$$;

rollback;
