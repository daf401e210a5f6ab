-- Verify expense:idempotency on pg

begin;

select user_id, key, request_hash, answer, created_at
  from app.idempotency_keys
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.idempotency_keys'::regclass)), 'row-level security is forced';
    assert exists (select from pg_catalog.pg_constraint
                    where conname = 'idempotency_keys_pkey' and contype = 'p'),
        'the workers know a repeat by this name';
end
$$;

rollback;
