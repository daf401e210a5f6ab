-- Verify expense:recurring_grace on pg

begin;

do $$
begin
    assert pg_get_functiondef('app.make_recurring_at(timestamptz, integer)'::regprocedure)
           like '%u.delete_after is null%';
end
$$;

rollback;
