-- Import, its repeats, its undo.
begin;
set local search_path = tap, pg_catalog;
select plan(36);

select test.person('anna');
create function test.row(p_n integer, p_title text, p_amount bigint default 100,
                         p_category text default 'Food', p_day text default '2024-01-15', p_time text default null)
returns jsonb language sql as $$
    select jsonb_build_object('n', p_n, 'client_id', 'c' || p_n, 'title', p_title, 'amount_minor', p_amount,
                              'category', p_category, 'date', p_day, 'time', p_time)
$$;
create function test.file(variadic p_rows jsonb[]) returns jsonb language sql as $$ select to_jsonb(p_rows) $$;
grant execute on all functions in schema test to public;
set local role expense_app;
select test.as('anna');

create temporary table coffee as select test.expense('Coffee', 100) as id from generate_series(1, 2);
create temporary table three as
select test.file(test.row(0, 'Coffee'), test.row(1, 'Coffee'), test.row(2, 'Coffee'), test.row(3, 'Tea')) as rows;
create temporary table seen as select p.* from three, app.import_preview(rows, 'INR') p;
select is((select rows || '/' || new from seen), '4/2', 'two coffees are stored: the third of the file is new');
select is((select repeats::jsonb from seen),
    (select jsonb_agg(jsonb_build_object('client_id', 'c' || n, 'existing_id', id) order by n)
       from (select id, row_number() over (order by id) - 1 as n from coffee) x), 'each repeat names its expense');
select is((select count(*) from app.expenses), 2::bigint, 'a preview stores nothing');
select is((select count(*) from app.imports), 0::bigint, 'no import either');
select is((select new from three, app.import_preview(rows, 'USD')), 4, 'another currency is no repeat');
select is((select unknown_categories::text from app.import_preview(
    test.file(test.row(0, 'a', 1, 'Zoo'), test.row(1, 'b', 1, 'zoo'), test.row(2, 'c', 1, ' Pets '),
              test.row(3, 'd', 1, ''), test.row(4, 'd', 1, 'FOOD')), 'INR')),
    '["Zoo", "Pets"]', 'unknown categories are listed once');

create temporary table done as
select i.* from three, app.import_expenses(rows, 'a.csv', 'INR', false, true) i;
select is((select count || '/' || skipped from done), '2/2', 'the repeats are skipped');
select is((select row_count || '/' || repeat_count || file_name from app.imports), '2/2a.csv', 'the import says so');
select is((select count(*) from app.expenses where title = 'Coffee'), 3::bigint, 'now there are three coffees');
select is((select count from three, app.import_expenses(rows, 'b.csv', 'INR', false, true)), 0,
    'the same file again adds nothing');
select is((select count || json_array_length(repeats)::text from three,
    app.import_expenses(rows, 'c.csv', 'INR', false, false)), '44', 'unless repeats are wanted');
select is_empty('select * from test.wrong_totals()', 'the totals are right');
select is((select count(*) from app.expense_history), 0::bigint, 'new rows have no history');
select is(current_setting('app.bulk', true), '', 'app.bulk is put back');

-- Categories.
select is(test.error($$select app.import_expenses(test.file(test.row(0, 'x'), test.row(7, 'x', 1, 'Zoo')),
    'd.csv', 'INR', false, true)$$),
    'ET422|rows[7].category|unknown_category|There is no category "Zoo".', 'an unknown category names its row');
select is((select count(*) from app.imports), 3::bigint, 'and nothing of the file is stored');
create temporary table zoo as
select * from app.import_expenses(test.file(test.row(0, 'Lion', 1, ' Zoo '), test.row(1, 'Bear', 2, 'zoo'),
    test.row(2, 'Dog', 3, 'Pets', '2024-02-01', '12:04'), test.row(3, 'None', 4, null)), 'zoo.csv', 'INR', true, true);
select is((select categories_created::text from zoo), '["Zoo", "Pets"]', 'wanted categories are made');
select is((select string_agg(name || position || icon, ' ' order by position) from app.categories where position > 7),
    'Zoo8📦 Pets9📦', 'after the others');
select is((select string_agg(c.name, ' ' order by e.id) from app.expenses e
             join app.categories c on c.id = e.category_id where e.import_id = (select import_id from zoo)),
    'Zoo Zoo Pets Other', 'and used');
select is((select spent_at from app.expenses where title = 'Dog'), '12:04'::time, 'the time of day is kept');
select is(test.error(format($$select app.import_expenses(test.file(test.row(0, 'x', 1, %L)), 'f', 'INR', true, true)$$,
    repeat('x', 61))),
    'ET422|rows[0].category|bad_category|A category has a name of 1 to 60 visible characters.', 'a bad name is refused');
select is(test.error($$select app.import_expenses('[]', 'f', 'ZZZ', true, true)$$),
    'ET422|currency|unknown_currency|There is no currency "ZZZ".', 'so is an unknown currency');
select throws_ok($$select app.import_expenses(test.file(test.row(0, 'ok'), test.row(1, '')), 'f', 'INR', true, true)$$,
    '23514', null, 'and one bad row refuses all');
select is((select count(*) from app.expenses where title = 'ok'), 0::bigint, 'nothing of it is stored');

-- Undo: edited rows are the person's own.
update app.expenses set title = 'Old lion' where title = 'Lion';
select results_eq(format('select * from app.undo_import(%s)', (select import_id from zoo)),
    'values (3::bigint, 1::bigint)', 'undo takes three back and keeps the edited one');
select is((select string_agg(title, ' ') from app.expenses where import_id = (select import_id from zoo)
             and deleted_at is null), 'Old lion', 'it is still there');
select is((select string_agg(name, ' ' order by name) from app.categories where position > 7), 'Pets Zoo',
    'categories that rows in the trash name stay');
select is((select undone_at is not null from app.imports where id = (select import_id from zoo)), true,
    'the import says that it was undone');
select results_eq(format('select * from app.undo_import(%s)', (select import_id from zoo)),
    'values (0::bigint, 0::bigint)', 'a second undo changes nothing');
select is_empty('select * from test.wrong_totals()', 'the totals are right after undo');
select is((select count(*) from app.expense_history where operation = 'delete'), 3::bigint,
    'history knows the three');
select is(test.error('select app.undo_import(0)'), 'ET404||not_found|Import not found', 'an unknown import is 404');
create temporary table empty as
select * from app.import_expenses(test.file(test.row(0, 'Tea', 100, 'Food')), 'e.csv', 'INR', true, true);
select is((select count from empty), 0, 'a file of repeats adds nothing');

-- Ten thousand rows, in time.
create temporary table big as
select jsonb_agg(test.row(n, 'Row ' || n % 3000, 100 + n % 50, 'Food', ('2015-01-01'::date + n % 3000)::text)) as rows
  from generate_series(0, 9999) n;
create temporary table clock as select clock_timestamp() as start;
select is((select count from big, app.import_expenses(rows, 'big.csv', 'INR', false, true)), 10000,
    '10,000 rows are imported');
select cmp_ok(clock_timestamp() - start, '<', interval '8 seconds', 'within seconds, on a busy machine too') from clock;
select is((select count from big, app.import_expenses(rows, 'big.csv', 'INR', false, true)), 0,
    'and each is known again');

select * from finish();
rollback;
