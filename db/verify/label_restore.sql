-- Verify expense:label_restore on pg

begin;

select removal_id, removal_rules from app.merchants where false;
select removal_id, removal_rules from app.tags where false;
select removal_id, removal_rules from app.payment_methods where false;
do $$
begin
    assert has_function_privilege('expense_app', 'app.restore_label(text, bigint)', 'execute');
    assert not has_function_privilege('public', 'app.keep_versions(bigint[], text, bigint)', 'execute');
end
$$;

rollback;
