-- Revert expense:category_changes from pg

begin;
set local role expense_owner;
drop trigger categories_limit on app.categories;

set local role expense_guard;
drop function app.delete_category(bigint, bigint[], bigint);
drop function app.merge_category(bigint, bigint[], bigint, bigint);
drop function app.check_category_target(app.categories, bigint, text);
drop function app.lock_categories(bigint, bigint);
drop function app.order_categories(bigint[]);
drop function app.change_category(bigint, bigint[], text, text, text, text, boolean, bigint, boolean);
drop function app.archive_category(app.categories, boolean);
drop function app.create_category(text, text, text, text, bigint);
drop function app.categories_limit();
drop function app.check_category_parent(bigint, bigint);
drop function app.check_category_name(bigint, text);
drop function app.category_problem(text, text, text, text);
drop function app.category_answers(bigint);
set local role expense_owner;
drop type app.category_answer;

commit;
