-- Verify expense:budget_spent on pg

begin;

do $$
begin
    assert (select pg_catalog.pg_get_userbyid(p.proowner) = 'expense_guard' and p.prosrc ~ 'v_cuts'
              from pg_catalog.pg_proc p
             where p.oid = 'app.budget_spent(bigint, bigint, text, date, date)'::regprocedure),
        'the shorter piece of a cut month is read';
end
$$;

rollback;
