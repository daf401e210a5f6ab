-- Verify expense:recurring_labels on pg

begin;

select merchant_id, payment_method_id, tag_ids, note from app.recurring where false;
do $$
begin
    assert has_function_privilege('expense_guard', 'app.recurring_labels(jsonb)', 'execute');
    assert not has_function_privilege('expense_app', 'app.recurring_labels(jsonb)', 'execute');
    assert pg_get_functiondef('app.make_due(bigint, bigint[], timestamptz, integer)'::regprocedure)
           like '%d.merchant_id%';
end
$$;

rollback;
