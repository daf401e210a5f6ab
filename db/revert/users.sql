-- Revert expense:users from pg

begin;
set local role expense_owner;

drop table app.avatars;
drop table app.identities;
drop table app.users;

commit;
