-- Verify expense:recurring_run on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app', 'app.make_recurring(integer)', 'execute');
    assert not has_function_privilege('expense_app',
        'app.make_recurring_at(timestamptz, integer)', 'execute'), 'nobody says which day it is';
    assert not has_function_privilege('expense_app',
        'app.make_due(bigint, bigint[], timestamptz, integer)', 'execute');
end
$$;

rollback;
