-- Verify expense:budget_states on pg

begin;

do $$
begin
    assert has_function_privilege('expense_app', 'app.budget_states(bigint, date, boolean)', 'execute');
    assert not has_function_privilege('expense_app', 'app.budget_spent(bigint, bigint, text, date, date)',
                                      'execute'), 'it takes the ledger by its number';
end
$$;

rollback;
