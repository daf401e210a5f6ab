-- Revert expense:rules from pg

begin;
set local role expense_owner;

drop function app.category_id(text);
drop function app.to_minor(numeric, text);

commit;
