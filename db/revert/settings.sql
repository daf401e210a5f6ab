-- Revert expense:settings from pg

begin;
set local role expense_owner;

drop table app.user_settings;
drop function app.user_settings_before();

commit;
