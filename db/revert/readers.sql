-- Revert expense:readers from pg

begin;

do $$
begin
    if to_regnamespace('sqitch') is not null then
        revoke select on all tables in schema sqitch from expense_backup;
        revoke usage on schema sqitch from expense_backup;
    end if;
end
$$;

set local role expense_owner;

do $$
declare
    v_table regclass;
begin
    for v_table in
        select p.polrelid::regclass
          from pg_catalog.pg_policy p
          join pg_catalog.pg_class c on c.oid = p.polrelid
         where c.relnamespace = 'app'::regnamespace
           and p.polname = 'backup'
    loop
        execute format('drop policy backup on %s', v_table);
    end loop;
end
$$;
revoke select on all tables in schema app from expense_backup;
revoke select on all sequences in schema app from expense_backup;
grant select on app.currencies to expense_backup;

commit;
