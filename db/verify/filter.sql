-- Verify expense:filter on pg

begin;

do $$
begin
    assert (select count(*) = 3 from pg_catalog.pg_proc
             where oid in ('app.search_expenses'::regproc, 'app.count_expenses'::regproc,
                           'app.matching_expenses'::regproc)
               and prosecdef
               and pg_catalog.pg_get_userbyid(proowner) = 'expense_search'), 'they run as expense_search';
    assert has_function_privilege('expense_app', 'app.count_expenses(app.expense_filter)', 'execute');
    assert not has_function_privilege('expense_app', 'app.read_filter(app.expense_filter)', 'execute');
end
$$;

rollback;
