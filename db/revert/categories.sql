-- Revert expense:categories from pg

begin;
set local role expense_owner;

drop function app.add_default_categories(bigint);
drop table app.categories;

commit;
