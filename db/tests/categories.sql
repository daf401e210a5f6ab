-- Categories: two levels, the fallback, archiving, names, and what follows when one goes.
begin;
set local search_path = tap, pg_catalog;
select plan(53);

select test.person('anna');
select test.person('ben');
create function test.category(p_name text) returns bigint language sql as $$
    select id from app.categories where ledger_id = app.ledger_id() and name = p_name
$$;
grant execute on all functions in schema test to public;
-- Plain changes, as a role that may make them; the functions for expense_app are on top of these rules.
set local role expense_app;
select test.as('anna');
set local role expense_guard;
create temporary table ids as select test.category('Food') as food, test.category('Health') as health,
    test.category('Other') as other, test.category('Shopping') as shopping;
grant select on ids to public;

-- Two levels, held by the table alone.
select lives_ok($$update app.categories set parent_id = (select food from ids) where id = (select health from ids)$$,
    'a category goes below another');
select is((select version from app.categories where id = (select health from ids)), 2::bigint,
    'a change counts its version');
select throws_ok($$update app.categories set parent_id = (select health from ids) where id = (select shopping from ids)$$,
    '23503', null, 'nothing goes below one that has a parent');
select throws_ok($$update app.categories set parent_id = (select shopping from ids) where id = (select food from ids)$$,
    '23503', null, 'one with children gets no parent');
select throws_ok($$update app.categories set parent_id = id where id = (select shopping from ids)$$,
    '23503', null, 'none is its own parent');
select throws_ok($$update app.categories set parent_id = (select health from ids) where id = (select food from ids)$$,
    '23503', null, 'there are no cycles');
select throws_ok($$delete from app.categories where id = (select food from ids)$$,
    '23503', null, 'a parent does not go from under its children');
select throws_ok(format($$update app.categories set parent_id = %s where id = (select shopping from ids)$$,
    (select c.id from app.categories c where c.ledger_id = (select ledger_id from test.who('ben')) and c.name = 'Food')),
    '23503', null, 'a parent is of the same ledger');
select lives_ok($$update app.categories set parent_id = null where id = (select health from ids)$$, 'and back to the top');

-- The fallback.
select is((select string_agg(name, ',') from app.categories where ledger_id = app.ledger_id() and fallback), 'Other',
    'a new ledger''s fallback is Other');
select throws_ok($$update app.categories set archived_at = now() where id = (select other from ids)$$,
    '23514', null, 'it cannot be archived');
select throws_ok($$update app.categories set parent_id = (select food from ids) where id = (select other from ids)$$,
    '23514', null, 'nor go below another');
select throws_ok($$update app.categories set fallback = true where id = (select food from ids)$$,
    '23505', null, 'there is one');
update app.categories set name = 'Misc' where id = (select other from ids);
set local role expense_app;
select is(app.category_id(null), (select other from ids), 'renamed, it is still what none means');
select is(app.category_id(' '), (select other from ids), 'and what blank means');
set local role expense_guard;
update app.categories set name = 'Other' where id = (select other from ids);

-- Names.
insert into app.categories (ledger_id, name, position) values (app.ledger_id(), 'Café', 8);
create temporary table cafe as select test.category('Café') as id;
grant select on cafe to public;
select throws_ok($$insert into app.categories (ledger_id, name, position) values (app.ledger_id(), 'CAFE', 9)$$,
    '23505', null, 'names differ in more than case and accents');
select lives_ok(format($$insert into app.categories (ledger_id, name, position) values (%s, 'Cafe', 8)$$,
    (select ledger_id from test.who('ben'))), 'another ledger has its own');
set local role expense_app;
select is(app.category_id('cafe'), (select id from cafe), 'a name is found without its accents');
select is(app.category_id(' CAFÉ '), (select id from cafe), 'and in capitals');

-- Archived.
create temporary table old as select test.expense('Espresso', 300, '2024-01-10', 'Café') as id;
grant select on old to public;
set local role expense_guard;
update app.categories set archived_at = now() where id = (select id from cafe);
set local role expense_app;
select is(test.error($$select app.category_id('café')$$),
    'ET422|category|archived_category|The category "café" is archived. Choose another one.',
    'an archived category is refused for a new entry');
select is(app.category_id('café', (select id from cafe)), (select id from cafe), 'an entry that has it keeps it');
select lives_ok($$update app.expenses set title = 'Double espresso' where id = (select id from old)$$,
    'and can be changed otherwise');
select is((select archived_categories::text || unknown_categories::text from app.import_preview(
    '[{"n":0,"client_id":0,"title":"a","amount_minor":1,"category":"CAFE","date":"2024-01-01"},
      {"n":1,"client_id":1,"title":"b","amount_minor":1,"category":"café","date":"2024-01-01"},
      {"n":2,"client_id":2,"title":"c","amount_minor":1,"category":"Zoo","date":"2024-01-01"}]', 'INR')),
    '["Café"]["Zoo"]', 'a preview tells archived from unknown');
select is(test.error($$select app.import_expenses(
    '[{"n":0,"client_id":0,"title":"a","amount_minor":1,"category":"CAFE","date":"2024-01-01"}]', 'f', 'INR', true, true)$$),
    'ET422|rows[0].category|archived_category|The category "Café" is archived. Choose another one.',
    'an import is refused with the row');
set local role expense_guard;
update app.categories set archived_at = null where id = (select id from cafe);
set local role expense_app;
select is((select categories_created::text from app.import_expenses(
    '[{"n":0,"client_id":0,"title":"a","amount_minor":1,"category":"CAFE","date":"2024-02-01"},
      {"n":1,"client_id":1,"title":"b","amount_minor":1,"category":"Zoë","date":"2024-02-01"},
      {"n":2,"client_id":2,"title":"c","amount_minor":1,"category":"ZOE","date":"2024-02-01"}]', 'f', 'INR', true, true)),
    '["Zoë"]', 'an import makes one category of two spellings, in the first');
select is((select string_agg(c.name, ' ' order by e.id) from app.expenses e
             join app.categories c on c.id = e.category_id where e.spent_on = '2024-02-01'), 'Café Zoë Zoë',
    'and finds the ones that are there');

-- The family.
set local role expense_guard;
update app.categories set parent_id = (select food from ids) where id in ((select id from cafe), test.category('Zoë'));
set local role expense_app;
select is(app.category_family((select food from ids)),
    array[(select food from ids), (select id from cafe), test.category('Zoë')], 'a parent''s family is itself and its children');
select is(app.category_family((select id from cafe)), array[(select id from cafe)], 'a child is its own');
select is(app.category_family((select min(id) from app.categories) - 1000), '{}'::bigint[], 'nothing has none');
select test.as('ben');
select is(app.category_family((select food from ids)), '{}'::bigint[], 'another''s category has no family');
select test.as('anna');

-- One category becomes part of another: entries, trash, history, totals, children, former names.
create temporary table spent as
select test.expense('Lunch ' || n, 100 * n, '2024-03-01'::date + n * 20, 'Food', case n % 2 when 0 then 'USD' else 'INR' end) as id
  from generate_series(1, 6) n;
select test.expense('Shoes', 999, '2024-03-21', 'Shopping');
update app.expenses set deleted_at = now() where title = 'Lunch 3';
grant select on spent to public;
select throws_ok('select app.replace_category(1, 2, ''merged'', null)', '42501', null, 'the internal step is not for everyone');
set local role expense_guard;
select is(app.replace_category((select food from ids), (select shopping from ids), 'merged', (select shopping from ids)),
    6::bigint, 'six entries move, one of them in the trash');
set local role expense_app;
select is_empty('select * from test.wrong_totals()', 'the totals are right');
select is((select count(*) from app.expenses where category_id = (select shopping from ids)), 7::bigint, 'they are there');
select is((select sum(count) from app.monthly_totals where category_id = (select shopping from ids)), 6::numeric,
    'the trash is not counted');
select is((select count(*) from app.expense_history h join spent s on s.id = h.expense_id
            where h.operation = 'update' and (h.snapshot ->> 'category_id')::bigint = (select food from ids)), 6::bigint,
    'history keeps where each was');
select is((select bool_and(version = 2 + (title = 'Lunch 3')::integer) from app.expenses
            where title like 'Lunch%'), true, 'and versions count');
select is((select changed_by from app.expense_history order by changed_at desc, expense_id desc limit 1), app.user_id(),
    'by whom, too');
select is(test.category('Food'), null, 'the category is gone');
select is((select parent_id from app.categories where id = (select id from cafe)), (select shopping from ids),
    'its children went along');
select is((select name || icon || reason from app.former_categories where id = (select food from ids)), 'Food🍕merged',
    'its name is known');
select is((select moved_to from app.former_categories where id = (select food from ids)), (select shopping from ids),
    'and where it went');
select is(current_setting('app.bulk', true), '', 'app.bulk is put back');
set local role expense_guard;
select is(app.replace_category((select shopping from ids), (select id from cafe), 'merged', null), 7::bigint,
    'a parent becomes part of its child');
set local role expense_app;
select is((select string_agg(name, ' ' order by name) from app.categories where parent_id is not null), null,
    'which is at the top then, like its siblings');
select is((select string_agg(moved_to::text, ' ') from app.former_categories),
    (select id || ' ' || id from cafe), 'former names point at what lives');
select is_empty('select * from test.wrong_totals()', 'the totals are right again');
select throws_ok($$delete from app.former_categories$$, '42501', null, 'former names cannot be removed');
select throws_ok($$update app.categories set name = 'x'$$, '42501', null, 'nor categories changed past the functions');

-- An undone import takes only what nothing uses.
create temporary table made as select i.import_id from app.import_expenses(
    '[{"n":0,"client_id":0,"title":"a","amount_minor":1,"category":"Kept","date":"2024-05-01"},
      {"n":1,"client_id":1,"title":"b","amount_minor":1,"category":"Gone","date":"2024-05-01"},
      {"n":2,"client_id":2,"title":"c","amount_minor":1,"category":"Edited","date":"2024-05-01"}]', 'f', 'INR', true, true) i;
update app.expenses set category_id = app.category_id(null) where spent_on = '2024-05-01';
set local role expense_guard;
update app.categories set parent_id = test.category('Kept') where id = test.category('Zoë');
update app.categories set icon = '🐘' where id = test.category('Edited');
set local role expense_app;
select lives_ok('select app.undo_import(import_id) from made', 'an import is undone');
select is((select string_agg(name, ' ' order by name) from app.categories where name in ('Kept', 'Gone', 'Edited')),
    'Edited Kept', 'what has children or was changed stays');
select is((select reason from app.former_categories where name = 'Gone'), 'unused', 'what goes is remembered');

reset role;
set local role expense_app;
select test.as('ben');
select is((select count(*) from app.former_categories), 0::bigint, 'another''s former names are not seen');

select * from finish();
rollback;
