-- Revert expense:labels from pg

begin;
set local role expense_owner;

drop trigger ledgers_payment_methods on app.ledgers;
drop function app.ledgers_payment_methods();
drop function app.tag_ids(jsonb);
drop function app.merchant_id(text);
drop function app.tag_id(text);
drop function app.payment_method_id(text);
drop table app.merchants, app.tags, app.payment_methods;
drop function app.labels_before_update();

commit;
