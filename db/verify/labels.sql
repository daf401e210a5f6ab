-- Verify expense:labels on pg

begin;

select ledger_id, id, name, version, created_at, deleted_at, name_folded from app.merchants where false;
select ledger_id, id, name, version, created_at, deleted_at, name_folded from app.tags where false;
select ledger_id, id, name, version, created_at, deleted_at, name_folded from app.payment_methods where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.merchants'::regclass, 'app.tags'::regclass, 'app.payment_methods'::regclass)),
        'row-level security is forced';
    assert has_function_privilege('expense_app', 'app.merchant_id(text)', 'execute');
    assert has_function_privilege('expense_app', 'app.tag_ids(jsonb)', 'execute');
    assert has_function_privilege('expense_app', 'app.payment_method_id(text)', 'execute');
end
$$;

rollback;
