-- Constraints, triggers, history, totals, settings, idempotency.
begin;
set local search_path = tap, pg_catalog;
select plan(66);

select test.person('anna');
select test.person('ben');
set local role expense_app;
select test.as('anna');

-- Amounts and categories.
select is(app.to_minor(15.5, 'INR'), 1550::bigint, '15.5 rupees are 1550 paise');
select is(app.to_minor(15, 'JPY'), 15::bigint, '15 yen are 15');
select is(app.to_minor(1.234, 'KWD'), 1234::bigint, 'dinars have three decimals');
select is(app.to_minor(15.500, 'INR'), 1550::bigint, 'zeros at the end are no decimals');
select is(app.to_minor(90071992547409.91, 'INR'), 9007199254740991, 'the largest amount');
select is(test.error($$select app.to_minor(15.505, 'INR')$$),
    'ET422|amount|too_many_decimals|Use at most 2 decimals for INR.', 'half a paisa is refused');
select is(test.error($$select app.to_minor(1.5, 'JPY')$$),
    'ET422|amount|too_many_decimals|Use no decimals for JPY.', 'half a yen is refused');
select is(test.error($$select app.to_minor(90071992547409.92, 'INR')$$),
    'ET422|amount|out_of_range|Amount must be more than 0 and at most 90071992547409.91 INR.',
    'more than the largest is refused');
select is(left(test.error($$select app.to_minor(0, 'INR')$$), 25), 'ET422|amount|out_of_range', '0 is refused');
select is(left(test.error($$select app.to_minor(-1, 'INR')$$), 25), 'ET422|amount|out_of_range', '-1 is refused');
select is(left(test.error($$select app.to_minor('NaN', 'INR')$$), 25), 'ET422|amount|out_of_range', 'NaN is refused');
select is(left(test.error($$select app.to_minor('Infinity', 'INR')$$), 25), 'ET422|amount|out_of_range',
    'infinity is refused');
select is(left(test.error($$select app.to_minor(null, 'INR')$$), 25), 'ET422|amount|out_of_range', 'null is refused');
select is(test.error($$select app.to_minor(1, 'XYZ')$$),
    'ET422|currency|unknown_currency|There is no currency "XYZ".', 'an unknown currency is refused');
select is(app.category_id('food'), (select id from app.categories where name = 'Food'),
    'a category is found whatever its case');
select is(app.category_id(''), (select id from app.categories where name = 'Other'), 'blank is Other');
select is(app.category_id(null), (select id from app.categories where name = 'Other'), 'none is Other');
select is(test.error($$select app.category_id('Zoo')$$),
    'ET422|category|unknown_category|There is no category "Zoo".', 'an unknown category is refused');

-- What a row can't be.
select throws_ok($$select test.expense('')$$, '23514', null, 'an empty title is refused');
select throws_ok($$select test.expense(U&' \00A0\200B ')$$, '23514', null, 'a blank title is refused');
select throws_ok($$select test.expense(E'a\tb')$$, '23514', null, 'a control character is refused');
select throws_ok($$select test.expense(U&'a\0085b')$$, '23514', null, 'so is one of C1');
select throws_ok($$select test.expense(repeat('x', 201))$$, '23514', null, '201 characters are refused');
select lives_ok($$select test.expense(repeat('é', 200))$$, '200 characters are taken, whatever their bytes');
select throws_ok($$select test.expense('x', 0)$$, '23514', null, 'an amount of 0 is refused');
select throws_ok($$select test.expense('x', 9007199254740992)$$, '23514', null, 'a too large one is refused');
select throws_ok($$select test.expense('x', 1, '1899-12-31')$$, '23514', null, 'a day before 1900 is refused');
select throws_ok($$select test.expense('x', 1, '3000-01-01')$$, '23514', null, 'a day after 2999 is refused');
select throws_ok($$select test.expense('x', 1, '2024-01-01', 'Food', 'XYZ')$$, '23503', null,
    'a currency that isn''t is refused');
select throws_ok($$update app.expenses set version = 9$$, '42501', null, 'a statement cannot set a version');
select throws_ok($$delete from app.expenses$$, '42501', null, 'nor delete for good');
select lives_ok($$select set_config('app.bulk', 'on', true)$$, 'anyone can set app.bulk …');

-- Version, stamps and history.
create temporary table made as select test.expense('Tea', 1550) as id;
select set_config('app.bulk', '', true);
select is((select version from app.expenses where id = (select id from made)), 1::bigint,
    'a new expense has version 1');
select is((select count(*) from app.expense_history), 0::bigint, 'and no history');
select is((select created_by from app.expenses where id = (select id from made)), app.user_id(),
    'its author is who is signed in');
update app.expenses set title = 'Chai' where id = (select id from made);
update app.expenses set deleted_at = now() where id = (select id from made);
update app.expenses set deleted_at = null where id = (select id from made);
select is((select version from app.expenses where id = (select id from made)), 4::bigint,
    'three changes make version 4');
select is((select string_agg(version || operation, ',' order by version) from app.expense_history),
    '1update,2delete,3restore', 'history says what replaced each version');
select is((select snapshot ->> 'title' from app.expense_history where version = 1), 'Tea',
    'history keeps the row as it was');
select is((select snapshot ? 'title_folded' from app.expense_history where version = 1), false,
    'but not what is derived');
select is((select changed_by || request_id from app.expense_history where version = 1),
    app.user_id() || 'request-1', 'and by whom, in which request');
select throws_ok('update app.expense_history set operation = ''update''', '42501', null,
    'history cannot be changed');
select throws_ok('delete from app.expense_history', '42501', null, 'or removed');
select throws_ok('update app.monthly_totals set count = 0', '42501', null, 'totals cannot be set');
select throws_ok('update app.ledger_totals set count = 0', '42501', null, 'nor those of all months');

-- Totals.
select is_empty('select * from test.wrong_totals()', 'app.bulk switches no trigger off for expense_app');
update app.expenses set deleted_at = now();
select is_empty('select * from app.monthly_totals', 'a month without live expenses has no total');
select is_empty('select * from app.ledger_totals', 'nor has a ledger');
select lives_ok($$
    do $do$
    declare
        v_what integer;
    begin
        perform setseed(0.42);
        for i in 1 .. 600 loop
            v_what := (random() * 9)::integer;
            if v_what <= 4 then
                perform test.expense('Random ' || i, 1 + (random() * 100000)::bigint,
                    '2024-01-01'::date + (random() * 90)::integer,
                    (array['Food', 'Health', 'Other'])[1 + (random() * 2)::integer],
                    (array['INR', 'USD', 'JPY'])[1 + (random() * 2)::integer]);
            elsif v_what = 5 then
                update app.expenses set amount_minor = amount_minor + 1
                 where id % 7 = i % 7 and deleted_at is null;
            elsif v_what = 6 then
                update app.expenses set spent_on = spent_on + 17 where id % 11 = i % 11;
            elsif v_what = 7 then
                update app.expenses set category_id = app.category_id('Shopping'),
                       currency = 'EUR', title = left(title, 199) || '.' where id % 13 = i % 13;
            elsif v_what = 8 then
                update app.expenses set deleted_at = now() where id % 5 = i % 5 and deleted_at is null;
            else
                update app.expenses set deleted_at = null, amount_minor = amount_minor + 3
                 where id % 3 = i % 3;
            end if;
            if i % 100 = 0 then
                perform app.clear_expenses(false);
                perform app.restore_trash();
            end if;
        end loop;
    end $do$
$$, '600 random changes go well');
select is_empty('select * from test.wrong_totals()', 'and the totals are what the rows say');
select ok((select count(*) > 20 from app.monthly_totals), 'in many months, categories and currencies');
select is((select count(*) from app.expense_history h
             join app.expenses e on e.id = h.expense_id),
    (select sum(version - 1)::bigint from app.expenses), 'history has a row for each version but the last');
create temporary table before as select sum(count) as live from app.monthly_totals;
select is(app.clear_expenses(true), 0::bigint, 'no expense is a sample');
insert into app.expenses (title, amount_minor, currency, category_id, spent_on, sample)
values ('Sample', 1, 'INR', app.category_id(null), '2024-01-01', true);
select is(app.clear_expenses(true), 1::bigint, 'only the sample is cleared');
select is((select sum(count) from app.monthly_totals), (select live from before), 'the rest stays');

-- Deleting for good is purge's: 30 days in the trash, with its history.
reset role;
alter table app.expenses disable trigger expenses_before_update;
update app.expenses set deleted_at = now() - interval '31 days' where title = 'Sample';
alter table app.expenses enable trigger expenses_before_update;
insert into app.idempotency_keys (user_id, key, request_hash, answer, created_at)
select user_id, 'old', test.hash('x'), '[]', now() - interval '8 days' from test.who('anna');
update app.sessions set expires_at = now() - interval '31 days' where sid_hash = test.hash('ben');
set local role expense_app;
select results_eq('select * from app.purge()', 'values (1::bigint, 1::bigint, 1::bigint, 0::bigint)',
    'purge removes one expense, one key, one session');
select results_eq('select * from app.purge()', 'values (0::bigint, 0::bigint, 0::bigint, 0::bigint)',
    'and nothing when run again');
reset role;
select is_empty('select * from test.wrong_totals()', 'purge leaves the totals right');
set local role expense_app;

-- Idempotency: effect and answer in one statement, once.
prepare add(text, text) as
    with e as (
        insert into app.expenses (title, amount_minor, currency, category_id, spent_on)
        values ('Once', 100, 'INR', app.category_id('Food'), '2024-05-05')
        returning id, title, version
    ), kept as (
        insert into app.idempotency_keys (user_id, key, request_hash, answer)
        select app.user_id(), $1::text, decode($2::text, 'hex'), json_agg(e) from e
         where $1::text is not null having count(*) > 0
    )
    select * from e;
select lives_ok($$execute add('key-1', encode(test.hash('body'), 'hex'))$$, 'a write with a key');
select is((select answer -> 0 ->> 'title' from app.idempotency_keys where key = 'key-1'), 'Once',
    'keeps its answer');
select throws_ok($$execute add('key-1', encode(test.hash('body'), 'hex'))$$, '23505',
    'duplicate key value violates unique constraint "idempotency_keys_pkey"', 'the same key again is refused');
select is((select count(*) from app.expenses where title = 'Once'), 1::bigint, 'with its effect');
select lives_ok($$execute add(null, encode(test.hash('body'), 'hex'))$$, 'a write without a key');
select throws_ok($$execute add(E'a b', encode(test.hash('body'), 'hex'))$$, '23514', null,
    'a key with a blank is refused');

-- Settings.
update app.user_settings set theme = 'dark', time_zone = 'Asia/Kolkata';
select is((select theme || version || time_zone from app.user_settings), 'dark2Asia/Kolkata',
    'settings count their version');
select is(test.error($$update app.user_settings set time_zone = 'Mars/Base'$$),
    'ET422|time_zone|unknown_time_zone|There is no time zone "Mars/Base".', 'an unknown zone is refused');
select is(left(test.error($$update app.user_settings set time_zone = 'FOO+3'$$), 33),
    'ET422|time_zone|unknown_time_zone', 'a POSIX rule is no zone');

select * from finish();
rollback;
