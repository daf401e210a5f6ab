-- Import, its repeats, its undo.
begin;
set local search_path = tap, pg_catalog;
select plan(51);

select test.person('anna');
select test.person('cleo');
create function test.row(p_n integer, p_title text, p_amount bigint default 100,
                         p_category text default 'Food', p_day text default '2024-01-15', p_time text default null)
returns jsonb language sql as $$
    select jsonb_build_object('n', p_n, 'client_id', 'c' || p_n, 'title', p_title, 'amount_minor', p_amount,
                              'category', p_category, 'date', p_day, 'time', p_time)
$$;
create function test.labelled(p_n integer, p_title text, p_merchant text, p_method text, variadic p_tags text[])
returns jsonb language sql as $$
    select test.row(p_n, p_title)
        || jsonb_build_object('merchant', p_merchant, 'payment_method', p_method, 'tags', to_jsonb(p_tags))
$$;
create function test.labels() returns text language sql as $$
    select (select string_agg(name, ',' order by name) from app.merchants where deleted_at is null) || ';'
        || (select string_agg(name, ',' order by name) from app.payment_methods where deleted_at is null) || ';'
        || (select string_agg(name, ',' order by name) from app.tags where deleted_at is null)
$$;
create function test.extras(p_title text) returns text language sql as $$
    select app.expense_extras(merchant_id, note, payment_method_id, tag_ids)::text from app.expenses where title = p_title
$$;
create function test.gone_labels(p_title text) returns bigint language sql as $$
    select count(*)
      from app.expenses e
     where e.title = p_title
       and (exists (select from app.merchants m where m.id = e.merchant_id and m.deleted_at is not null)
            or exists (select from app.payment_methods p where p.id = e.payment_method_id and p.deleted_at is not null)
            or exists (select from app.tags t where t.id = any (e.tag_ids) and t.deleted_at is not null))
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

-- What an import named for the first time goes with its undo, unless something else has it by now.
select app.merchant_id('Railways');
select test.as('cleo');
select test.expense('Own', 500, '2023-01-01');
update app.expenses set merchant_id = app.merchant_id('Kept'), tag_ids = app.tag_ids('["old"]') where title = 'Own';
create temporary table labelled as
select test.file(test.labelled(0, 'Train 1', 'Railways', 'Metro card', 'Train', 'Trip', 'old'),
                 test.labelled(1, 'Shop', 'kept', 'Wallet', 'Trip', 'train')) as rows;
create temporary table first as select i.* from labelled, app.import_expenses(rows, 'a.csv', 'INR', false, true) i;
select is(test.labels(), 'Kept,Railways;Bank transfer,Card,Cash,Metro card,UPI,Wallet;Train,Trip,old',
    'an import makes the labels that are missing');
select is((select count from labelled, app.import_expenses(test.file(rows -> 0
        || '{"merchant": "Other", "payment_method": "Other", "tags": ["other"]}'), 'b.csv', 'INR', false, true)), 0,
    'a repeat is one whatever its labels');
select is(test.labels(), 'Kept,Railways;Bank transfer,Card,Cash,Metro card,UPI,Wallet;Train,Trip,old',
    'and one that is left out makes none');
update app.expenses set tag_ids = tag_ids || app.tag_ids('["Trip"]') where title = 'Own';
select app.rename_label('payment_method', app.payment_method_id('Wallet'), null, 'My wallet');
select is((select deleted from app.undo_import((select import_id from first))), 2::bigint, 'undone');
select is(test.labels(), 'Kept;Bank transfer,Card,Cash,My wallet,UPI;Trip,old',
    'what it made goes; what was there before, is used elsewhere or was renamed stays');
select is(test.extras('Train 1'), '{"merchant":"Railways","payment_method":"Metro card","tags":["old","Train","Trip"]}',
    'the trash keeps naming it');
update app.expenses set deleted_at = null where title = 'Train 1';
select is(test.extras('Train 1'), '{"merchant":"Railways","payment_method":"Metro card","tags":["old","Train","Trip"]}',
    'what is restored has its labels');
select is(test.gone_labels('Train 1'), 0::bigint, 'which are there again');
select is(test.labels(), 'Kept,Railways;Bank transfer,Card,Cash,Metro card,My wallet,UPI;Train,Trip,old', 'by their names');
select app.restore_trash();
select is(test.extras('Shop') || test.gone_labels('Shop'), '{"merchant":"Kept","payment_method":"My wallet","tags":["Train","Trip"]}0',
    'all at once as well, by the name that is there now');
select is((select cardinality(tag_ids) || (tag_ids[1] < tag_ids[2])::text from app.expenses where title = 'Shop'), '2true',
    'tags are once each, in order');
create temporary table second as select i.* from app.import_expenses(test.file(
    test.labelled(0, 'Rare', 'Rare shop', 'Rare card', 'rare')), 'c.csv', 'INR', false, true) i;
update app.expenses set deleted_at = now() - interval '1 hour' where title = 'Rare';
select app.undo_import((select import_id from second));
select is(test.labels(), 'Kept,Railways,Rare shop;Bank transfer,Card,Cash,Metro card,My wallet,Rare card,UPI;Train,Trip,old,rare',
    'what an expense has that was in the trash before stays, as somebody may take it back');
create temporary table third as select i.* from app.import_expenses(test.file(
    test.labelled(0, 'Ruled', 'Landlord', 'Standing order', 'home', 'gone')), 'd.csv', 'INR', false, true) i;
select app.create_recurring('{"title": "Rent", "amount": "10", "category": "Food", "unit": "month", "every": 1,
    "starts_on": "2100-01-01", "merchant": "Landlord", "payment_method": "Standing order", "tags": ["home"]}');
select app.undo_import((select import_id from third));
select is((select count(*) from app.labels('merchant', 'landlord', 9)) || '/'
       || (select count(*) from app.labels('payment_method', 'standing', 9)) || '/'
       || (select string_agg(name, ',') from app.tags where name in ('home', 'gone') and deleted_at is null), '1/1/home',
    'what a rule has stays');
select is_empty('select * from test.wrong_totals()', 'the totals are right after restoring');
select test.as('anna');
select is((select count(*) from app.merchants where name = 'Railways' and deleted_at is null), 1::bigint,
    'a name in another ledger is another one');

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
