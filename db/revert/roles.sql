-- Revert expense:roles from pg
--
-- The roles stay: another database of the cluster may use them. Only this database's grants go.

begin;

do $$
begin
    execute format(
        'revoke all on database %I from expense_owner, expense_app, expense_identity, expense_backup, expense_exporter',
        current_database());
    execute format('grant connect, temporary on database %I to public', current_database());
end
$$;

commit;
