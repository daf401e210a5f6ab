-- Deploy expense:roles to pg
--
-- Roles belong to the cluster, not to the database: several databases may share them, so each is made
-- only when absent. None can log in; the environment's logins are granted membership.
-- expense_owner is NOINHERIT: it may hand functions to expense_guard and expense_search, but doesn't
-- pass through their row-level-security policies itself.

begin;

do $$
declare
    v_role text;
begin
    foreach v_role in array array[
        'expense_owner', 'expense_guard', 'expense_search', 'expense_app',
        'expense_identity', 'expense_backup', 'expense_exporter']
    loop
        if not exists (select from pg_catalog.pg_roles where rolname = v_role) then
            begin
                execute format('create role %I nologin noinherit', v_role);
            exception when duplicate_object or unique_violation then
                null;  -- another database of this cluster was migrated at the same moment
            end;
        end if;
    end loop;

    if not pg_has_role('expense_owner', 'expense_guard', 'member') then
        grant expense_guard to expense_owner;
    end if;
    if not pg_has_role('expense_owner', 'expense_search', 'member') then
        grant expense_search to expense_owner;
    end if;
    if not pg_has_role('expense_exporter', 'pg_monitor', 'member') then
        grant pg_monitor to expense_exporter;
        alter role expense_exporter inherit;
    end if;
    if not pg_has_role(current_user, 'expense_owner', 'member') then
        execute format('grant expense_owner to %I', current_user);
    end if;

    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect, create on database %I to expense_owner', current_database());
    execute format(
        'grant connect on database %I to expense_app, expense_identity, expense_backup, expense_exporter',
        current_database());
end
$$;

commit;
