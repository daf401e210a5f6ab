-- What a person does with categories, call by call.
begin;
set local search_path = tap, pg_catalog;
select plan(56);

select test.person('anna');
select test.person('ben');
create function test.category(p_name text) returns bigint language sql as $$
    select id from app.categories where ledger_id = app.ledger_id() and name = p_name
$$;
create function test.tree() returns text language sql as $$
    select string_agg(case when a.parent_id is null then '' else '-' end || a.name
                      || case when a.archived then '*' else '' end, ' ' order by nth)
      from app.category_answers(null) with ordinality a
           (id, name, icon, color_light, color_dark, suggestions, parent_id, archived, fallback, "position",
            version, count, matched, nth)
$$;
create function test.change(p_name text, p_change text) returns text language plpgsql as $$
declare v_row app.category_answer;
begin
    execute format('select * from app.change_category(%s, %s)', test.category(p_name), p_change) into v_row;
    return concat_ws(' ', v_row.name, v_row.version, v_row.matched::text);
end
$$;
grant execute on all functions in schema test to public;
set local role expense_app;
select test.as('ben');
create temporary table bens as select test.category('Food') as id;
select test.as('anna');

-- Create.
select is((select name || icon || color_light || color_dark || "position" || version || count || archived
             from app.create_category('  Pets ', null, null, null, null)),
    'Pets📦#e0e7ff#312e81810false', 'what is left out is chosen, spaces around go');
select is((select parent_id from app.create_category('Cafés', '☕', '#ABCDEF', '#123456', test.category('Food'))),
    test.category('Food'), 'a sub-category');
select is((select color_light from app.categories where name = 'Cafés'), '#abcdef', 'colours are stored in small letters');
select is(test.error($$select app.create_category('cafes', null, null, null, null)$$),
    'ET422|name|name_taken|There is already a category "Cafés".', 'a name is taken whatever its case and accents');
select is(test.error(format($$select app.create_category('x', null, null, null, %s)$$, test.category('Cafés'))),
    'ET422|parent_id|too_deep|"Cafés" is a sub-category; there are two levels.', 'there are two levels');
select is(test.error(format($$select app.create_category('x', null, null, null, %s)$$, (select id from bens))),
    'ET422|parent_id|unknown_category|There is no such category.', 'a parent of another ledger is none');
select throws_ok($$select app.create_category('   ', null, null, null, null)$$, '23514', null, 'a blank name is refused');
select throws_ok($$select app.create_category('x', null, 'red', null, null)$$, '23514', null, 'so is what is no colour');
select is(test.tree(), 'Food -Cafés Entertainment Health Utilities Transport Shopping Other Pets',
    'a sub-category is listed below its parent');

-- Change.
select is(test.change('Pets', $$null, 'Animals', '🐘', null, null, false, null, null$$), 'Animals 2 true', 'a new name and icon');
select is(test.change('Animals', $$null, 'Animals', null, null, null, false, null, false$$), 'Animals 2 true',
    'a change that changes nothing keeps the version');
select is(test.change('Animals', $$'{1}', 'Beasts', null, null, null, false, null, null$$), 'Animals 2 false',
    'another version changes nothing');
select is(test.change('Animals', $$'{1,2}', 'ANIMALS', null, null, null, false, null, null$$), 'ANIMALS 3 true',
    'the own name in another case is free');
select is(test.error($$select test.change('ANIMALS', 'null, ''food'', null, null, null, false, null, null')$$),
    'ET422|name|name_taken|There is already a category "Food".', 'another''s isn''t');
select is((select count(*) from app.change_category((select id from bens), null, 'x', null, null, null, false, null, null)),
    0::bigint, 'another ledger''s category is not there');
select is(test.change('ANIMALS', format($$null, null, null, null, null, true, %s, null$$, test.category('Food'))),
    'ANIMALS 4 true', 'it moves below another');
select is(test.error(format($$select test.change('Food', 'null, null, null, null, null, true, %s, null')$$,
    test.category('Health'))),
    'ET422|parent_id|has_children|It has sub-categories, so it must stay at the top. Move those first.',
    'what has sub-categories doesn''t');
select is(test.error(format($$select test.change('Health', 'null, null, null, null, null, true, %s, null')$$,
    test.category('Health'))),
    'ET422|parent_id|own_parent|A category can''t be below itself.', 'nothing goes below itself');
select is(test.error(format($$select test.change('Other', 'null, null, null, null, null, true, %s, null')$$,
    test.category('Health'))),
    'ET422|parent_id|fallback|Entries without a category go here, so it must stay at the top.', 'nor Other below another');

-- Archive.
select is(test.change('Cafés', 'null, null, null, null, null, false, null, true'), 'Cafés 2 true', 'a sub-category is archived');
select is(test.change('Cafés', 'null, null, null, null, null, false, null, false'), 'Cafés 3 true', 'and taken back');
select is(test.change('Food', 'null, null, null, null, null, false, null, true'), 'Food 2 true', 'a parent is archived');
select is(test.tree(), 'Food* -ANIMALS* -Cafés* Entertainment Health Utilities Transport Shopping Other',
    'with what is below it');
select is(test.error(format($$select app.create_category('x', null, null, null, %s)$$, test.category('Food'))),
    'ET422|parent_id|archived_category|The category "Food" is archived. Choose another one.',
    'nothing new goes below it');
select is(test.error($$select app.create_category('FOOD', null, null, null, null)$$),
    'ET422|name|name_taken|There is already a category "Food"; it is archived.', 'its name is still taken');
select is(test.change('Food', 'null, null, null, null, null, false, null, false'), 'Food 3 true', 'it is taken back');
select is(test.tree(), 'Food -ANIMALS -Cafés Entertainment Health Utilities Transport Shopping Other', 'with what went along');
select test.change('Food', 'null, null, null, null, null, false, null, true');
select is(test.change('Cafés', 'null, null, null, null, null, false, null, false'), 'Cafés 7 true',
    'a sub-category comes back alone');
select is(test.tree(), 'Food -ANIMALS* -Cafés Entertainment Health Utilities Transport Shopping Other', 'with its parent');
select is(test.error($$select test.change('Other', 'null, null, null, null, null, false, null, true')$$),
    'ET422|archived|fallback|Entries without a category go to "Other", so it can''t be archived.', 'Other stays');

-- Order.
select lives_ok(format('select app.order_categories(array[%s, %s, %s])', test.category('Other'), test.category('Food'),
    test.category('Health')), 'three change places');
select is(test.tree(), 'Other Entertainment Food -ANIMALS* -Cafés Utilities Transport Shopping Health',
    'the others keep theirs');
select is(test.error(format('select app.order_categories(array[%s, %s])', test.category('Food'), (select id from bens))),
    'ET422|ids[1]|unknown_category|Name each of your categories at most once.', 'another''s is refused');
select is(test.error(format('select app.order_categories(array[%s, %1$s])', test.category('Food'))),
    'ET422|ids[1]|unknown_category|Name each of your categories at most once.', 'so is one named twice');
select lives_ok($$select app.order_categories('{}')$$, 'no order is none');

-- Merge.
create temporary table spent as select test.expense('Latte ' || n, 100, '2024-03-01', 'Cafés') as id from generate_series(1, 3) n;
select test.expense('Gone latte', 100, '2024-03-01', 'Cafés');
update app.expenses set deleted_at = now() where title = 'Gone latte';
select is((select count from app.category_answers(test.category('Cafés'))), 3::bigint, 'live entries are counted');
select is(test.error(format('select app.merge_category(%s, null, %s, 2)', test.category('Cafés'), test.category('Food'))),
    'ET409||count_changed|"Cafés" has 3 entries now. Look again before you merge it.', 'a wrong count is refused');
select is(test.error(format('select app.merge_category(%s, null, %1$s, null)', test.category('Cafés'))),
    'ET422|into|same_category|Choose another category.', 'nothing merges into itself');
select is(test.error(format('select app.merge_category(%s, null, %s, null)', test.category('Cafés'), (select id from bens))),
    'ET422|into|unknown_category|There is no such category.', 'or into another''s');
select is(test.error(format('select app.merge_category(%s, null, %s, null)', test.category('Cafés'), test.category('ANIMALS'))),
    'ET422|into|archived_category|The category "ANIMALS" is archived. Choose another one.', 'or into an archived one');
select is(test.error(format('select app.merge_category(%s, null, %s, null)', test.category('Other'), test.category('Food'))),
    'ET409||fallback|Entries without a category go to "Other", so it must stay.', 'Other can''t go');
select is((select count(*) from app.merge_category((select id from bens), null, test.category('Food'), null)), 0::bigint,
    'another''s is not there');
select is((select matched from app.merge_category(test.category('Cafés'), '{1}', test.category('Food'), null)), false,
    'another version merges nothing');
select is((select moved || into_name from app.merge_category(test.category('Cafés'), '{7}', test.category('Food'), 3)), '3Food',
    'three entries are merged');
select is((select count(*) from app.expenses where category_id = test.category('Food')), 4::bigint, 'and the one in the trash');
select is_empty('select * from test.wrong_totals()', 'the totals are right');
select is((select moved || into_name from app.merge_category(test.category('Food'), null, test.category('Health'), null)),
    '3Health', 'a parent is merged');
select is(test.tree(), 'Other Entertainment Utilities Transport Shopping Health -ANIMALS*', 'what is below goes along');
select ok((select suggestions @> array['Gym Membership', 'Groceries'] from app.categories where name = 'Health'),
    'and the titles that it offered');

-- Delete.
select is(test.error(format('select app.delete_category(%s, null, null)', test.category('Health'))),
    'ET422|move_to|required|"Health" has 3 entries. Choose the category that they go to.', 'entries need a new home');
select is((select moved from app.delete_category(test.category('Health'), null, test.category('Shopping'))), 3::bigint,
    'with one it goes');
select is(test.tree(), 'Other Entertainment Utilities Transport Shopping ANIMALS*', 'what was below is at the top');
select is((select moved from app.delete_category(test.category('Utilities'), null, null)), 0::bigint, 'an unused one just goes');
select is_empty('select * from test.wrong_totals()', 'the totals are right again');

-- Limits and rights.
select is(left(test.error($$select app.import_expenses((select jsonb_agg(jsonb_build_object('n', n, 'client_id', n, 'title', 'x',
    'amount_minor', 1, 'category', 'C' || n, 'date', '2024-01-01')) from generate_series(0, 1000) n), 'f', 'INR', true, true)$$), 60),
    'ET422||too_many|There can be at most 1,000 categories. Merge', 'a thousand categories are enough');
reset role;
update app.ledger_members set role = 'viewer' where user_id = (select user_id from test.who('anna'));
set local role expense_app;
select test.as('anna');
select is(left(test.error($$select app.create_category('x', null, null, null, null)$$), 5), 'ET403', 'a viewer adds none');

select * from finish();
rollback;
