-- Deploy expense:readers to pg
-- requires: idempotency
-- requires: totals
-- requires: history

-- pg_dump needs every row. BYPASSRLS would take a superuser to grant, so the backup role has a policy on
-- each table instead: dump with `pg_dump --enable-row-security`.

begin;

do $$
begin
    if to_regnamespace('sqitch') is not null then
        grant usage on schema sqitch to expense_backup;
        grant select on all tables in schema sqitch to expense_backup;
    end if;
end
$$;

set local role expense_owner;

do $$
declare
    v_table regclass;
begin
    for v_table in
        select c.oid::regclass
          from pg_catalog.pg_class c
         where c.relnamespace = 'app'::regnamespace
           and c.relkind = 'r'
           and c.relrowsecurity
    loop
        execute format('create policy backup on %s for select to expense_backup using (true)', v_table);
    end loop;
end
$$;
grant select on all tables in schema app to expense_backup;
grant select on all sequences in schema app to expense_backup;

commit;
