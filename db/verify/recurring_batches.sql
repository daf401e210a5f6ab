-- Verify expense:recurring_batches on pg

begin;

do $$
begin
    assert pg_get_functiondef('app.make_recurring_at(timestamptz, integer)'::regprocedure)
           like '%least(p_limit, 50)%';
end
$$;

rollback;
