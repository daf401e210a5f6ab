-- Budgets: periods, what counts, left-overs, changes from a period on, warnings, and what follows a category.
begin;
set local search_path = tap, pg_catalog;
select plan(86);

select test.person('anna');
select test.person('ben');
create function test.category(p_name text) returns bigint language sql as $$
    select id from app.categories where ledger_id = app.ledger_id() and name = p_name
$$;
create function test.budget(
    p_amount numeric, p_category text default null, p_period text default 'month', p_from date default '2024-01-10',
    p_roll_over boolean default false, p_thresholds smallint[] default '{80,100}', p_currency text default 'INR')
returns bigint language sql as $$
    select s.id from app.add_budget(test.category(p_category), p_period, p_currency, p_amount, p_roll_over,
                                    p_thresholds, p_from) s
$$;
-- 'spent of limit, carried, percent' in whole units.
create function test.state(p_id bigint, p_day date) returns text language sql as $$
    select trim_scale(s.spent_minor / 100) || ' of ' || trim_scale(s.limit_minor / 100) || ', carried '
           || trim_scale(s.carried_minor / 100) || ', ' || coalesce(s.percent || ' %', 'none')
      from app.budget_states(p_id, p_day) s
$$;
create function test.days(p_id bigint, p_day date) returns text language sql as $$
    select s.first_day || '..' || s.last_day from app.budget_states(p_id, p_day) s
$$;
-- The same by the long way: period by period from the first, each from its rows.
create function test.long_way(p_id bigint, p_day date) returns text language plpgsql security definer as $$
declare
    v_budget app.budgets; v_term record; v_days record; v_settings record;
    v_limit numeric; v_left numeric := 0; v_spent numeric; v_others bigint; v_next date;
begin
    select * into v_budget from app.budgets b where b.id = p_id;
    select month_start_day as month, coalesce(first_day_of_week, 0::smallint) as week into v_settings
      from app.user_settings where user_id = app.user_id();
    select min(from_day) into v_next from app.budget_terms t where t.budget_id = p_id;
    loop
        select * into v_days from app.budget_period(v_budget.period, v_next, v_settings.month, v_settings.week);
        exit when v_days.first_day > p_day;
        select * into v_term from app.budget_terms t
         where t.budget_id = p_id and t.from_day <= v_days.last_day order by t.from_day desc limit 1;
        select coalesce(sum(e.amount_minor) filter (where e.currency = v_budget.currency), 0),
               count(*) filter (where e.currency <> v_budget.currency)
          into v_spent, v_others
          from app.expenses e
          join app.categories c on c.ledger_id = e.ledger_id and c.id = e.category_id
         where e.ledger_id = v_budget.ledger_id and e.deleted_at is null
           and e.spent_on >= v_days.first_day and e.spent_on <= v_days.last_day
           and (v_budget.category_id is null or v_budget.category_id in (c.id, c.parent_id));
        v_limit := v_term.amount_minor + v_left;
        v_left := case when v_term.roll_over then v_limit - v_spent else 0 end;
        v_next := v_days.last_day + 1;
    end loop;
    return concat_ws(' ', v_spent, v_limit, v_others);
end
$$;
grant execute on all functions in schema test to public;
set local role expense_app;
select test.as('anna');
update app.user_settings set first_day_of_week = 1;

-- Whose week begins when.
select is(array(select app.week_start(l) from unnest(array['en-IN', 'en-GB', 'de', 'ar', 'ar-AE', 'en', 'pt-PT', 'fa-IR',
    'dv', 'zh-Hant-TW', 'zh', 'sr-Latn', 'sr-Latn-US']) l), array[0, 1, 1, 6, 1, 0, 0, 6, 5, 0, 1, 1, 0]::smallint[],
    'the week begins as is usual where the locale is spoken');

-- Periods.
create temporary table b as select test.budget(1000, 'Food') as food, test.budget(5000) as overall,
    test.budget(300, 'Food', 'week') as week, test.budget(9000, 'Food', 'year') as year;
grant select on b to public;
select is(test.days((select food from b), '2024-02-10'), '2024-02-01..2024-02-29', 'a month');
select is(test.days((select week from b), '2024-02-11'), '2024-02-05..2024-02-11', 'a week begins on the chosen day');
select is(test.days((select year from b), '2024-12-31'), '2024-01-01..2024-12-31', 'a year');
update app.user_settings set month_start_day = 31, first_day_of_week = null;
select is(test.days((select food from b), '2024-02-28'), '2024-01-31..2024-02-28', 'a month that begins on pay day');
select is(test.days((select food from b), '2024-02-29'), '2024-02-29..2024-03-30', 'which a short month brings forward');
select is(test.days((select week from b), '2024-02-11'), '2024-02-11..2024-02-17', 'or where the locale says');
update app.user_settings set month_start_day = 1;

-- What counts.
create temporary table spent as select test.expense('Lunch', 30000, '2024-02-10') as id;
select test.expense('Dinner', 20050, '2024-02-29'), test.expense('Early', 100, '2024-02-01'),
       test.expense('Before', 11100, '2024-01-31'), test.expense('After', 22200, '2024-03-01'),
       test.expense('Gone', 33300, '2024-02-15'), test.expense('Dollars', 500, '2024-02-15', 'Food', 'USD'),
       test.expense('Bus', 40000, '2024-02-15', 'Transport'), test.expense('Euros', 1, '2024-02-02', 'Transport', 'EUR');
update app.expenses set deleted_at = now() where title = 'Gone';
select is(test.state((select food from b), '2024-02-20'), '501.5 of 1000, carried 0, 50.15 %',
    'a month counts the days of its month, without trash and other currencies');
select is((select s.count || '/' || s.others from b, app.budget_states(food, '2024-02-20') s), '3/1',
    'and says how many are in others');
select is(test.state((select overall from b), '2024-02-20'), '901.5 of 5000, carried 0, 18.03 %', 'overall: every category');
select is((select s.others from b, app.budget_states(overall, '2024-02-20') s), 2::bigint, 'and every other currency');
select is(test.state((select week from b), '2024-02-05'), '300 of 300, carried 0, 100.00 %', 'a week is summed from the rows');
select is(test.state((select year from b), '2024-05-05'), '834.5 of 9000, carried 0, 9.27 %', 'a year from the totals');
update app.user_settings set month_start_day = 15;
select is(test.state((select food from b), '2024-02-20'), '422.5 of 1000, carried 0, 42.25 %',
    'a pay-day month: 15 February to 14 March');
update app.user_settings set month_start_day = 1;
select is((select s.percent || ' ' || s.pace from b, app.budget_states(food, '2024-02-20') s), '50.15 100.00', 'a past period is all gone');
select is((select s.pace from b, app.budget_states(food, '2900-02-20') s), 0.00, 'of a future one nothing is');
select ok((select s.pace = trunc(100.0 * (current_date - s.first_day + 1) / (s.last_day - s.first_day + 1), 2)
             from b, app.budget_states(food, null) s), 'of the present one the days until today');
select test.expense('Next year', 700, '2900-02-28');
select is(test.state((select food from b), '2900-02-01'), '7 of 1000, carried 0, 0.70 %', 'entries of days to come count');
select is((select count(*) from b, app.budget_states(food, '2023-12-31') s), 0::bigint, 'there was no budget before it began');
select is((select count(*) from b, app.budget_states(food, '2024-01-01') s), 1::bigint, 'it began with a whole period');

-- Sub-categories.
reset role;
set local role expense_guard;
update app.categories set parent_id = test.category('Food') where ledger_id = app.ledger_id() and name = 'Health';
set local role expense_app;
select test.expense('Apples', 1000, '2024-02-03', 'Health');
select is(test.state((select food from b), '2024-02-20'), '511.5 of 1000, carried 0, 51.15 %', 'a budget counts the children');
create temporary table child as select test.budget(50, 'Health') as id;
select is(test.state((select id from child), '2024-02-20'), '10 of 50, carried 0, 20.00 %', 'a child has its own too');
select is((select string_agg(coalesce(s.category, 'all') || ' ' || s.period, ', ') from app.budget_states(null, '2024-02-20') s),
    'all month, Food month, Food week, Food year, Health month', 'the overall one first, then in the order of categories');

-- Left-overs.
create temporary table roll as select test.budget(100, 'Shopping', 'month', '2024-01-31', true) as id;
grant select on roll to public;
select is(test.state((select id from roll), '2024-01-01'), '0 of 100, carried 0, 0.00 %', 'nothing is carried into the first period');
select test.expense('Shirt', 4000, '2024-01-05', 'Shopping'), test.expense('Shoes', 30000, '2024-02-05', 'Shopping');
select is(test.state((select id from roll), '2024-02-01'), '300 of 160, carried 60, 187.50 %', 'what is left goes on');
select is(test.state((select id from roll), '2024-03-01'), '0 of -40, carried -140, none', 'and what was spent too much');
select is(test.state((select id from roll), '2024-04-01'), '0 of 60, carried -40, 0.00 %', 'until it is made good');
select is(test.state((select id from roll), '2025-01-01'), '0 of 960, carried 860, 0.00 %', 'over a year');
select test.expense('Much later', 1000, '2024-01-06', 'Shopping');
select is(test.state((select id from roll), '2025-01-01'), '0 of 950, carried 850, 0.00 %', 'an entry of an old period counts in all after it');

-- Changes from a period on.
select is(test.error($$select app.change_budget((select id from roll), null, 1, null, null, current_date - 370)$$),
    'ET422|from|in_past|Past periods keep what they had: change this one or a later one.', 'the past is kept');
select is(test.error($$select app.change_budget((select id from roll), null, 1, null, null, current_date + 800)$$),
    'ET422|from|out_of_range|Change it at most a year ahead.', 'and not too far ahead');
select is((select (c.state).amount_minor || ' ' || (c.state).version || c.matched
             from app.change_budget((select id from roll), '{1}', 250.5, null, null, null) c), '25050 2true', 'an amount is changed');
select is((select string_agg(amount_minor::text, ' ' order by from_day) from app.budget_terms where budget_id = (select id from roll)),
    '10000 25050', 'from this period on');
select is(test.state((select id from roll), '2024-02-01'), '300 of 150, carried 50, 200.00 %', 'the past stays');
select is((select (c.state).version from app.change_budget((select id from roll), null, 250.50, true, '{80,100}', null) c), 2::bigint,
    'what changes nothing keeps the version');
select is((select (c.state).version from app.change_budget((select id from roll), null, 300, null, null, (current_date + interval '2 months')::date) c),
    3::bigint, 'a change is planned');
select is((select s.amount_minor || '/' || n.amount_minor from roll, app.budget_states(roll.id, null) s,
    app.budget_states(roll.id, (current_date + interval '2 months')::date) n), '25050/30000', 'and holds from then');
select is((select (c.state).version from app.change_budget((select id from roll), null, 250.5, null, null, null) c), 4::bigint,
    'this period''s amount again takes the plan back');
select is((select count(*) from app.budget_terms where budget_id = (select id from roll)), 2::bigint, 'with its row');
select lives_ok($$select app.change_budget((select id from roll), null, null, false, null, null)$$, 'left-overs are switched off');
select is((select n.carried_minor from roll, app.budget_states(id, (current_date + interval '1 month')::date) n), 0::numeric,
    'nothing goes on from this period');
select isnt((select s.carried_minor from roll, app.budget_states(id, null) s), 0::numeric, 'what came into it stays');
select is((select c.matched from app.change_budget((select id from roll), '{4}', 9, null, null, null) c), false, 'an old version is refused');
select is((select s.amount_minor from roll, app.budget_states(id, null) s), 25050::bigint, 'and changes nothing');

-- A random ledger, against the long way.
set local role expense_app;
select setseed(0.42);
create temporary table days as select '2024-01-01'::date + (random() * 900)::integer as day, (random() * 20000)::bigint + 1 as amount,
    (array['Food', 'Health', 'Shopping', 'Other'])[1 + (random() * 3)::integer] as category,
    (array['INR', 'INR', 'INR', 'USD'])[1 + (random() * 3)::integer] as currency from generate_series(1, 700);
select count(test.expense('Random', amount, day, category, currency)) from days;
update app.expenses set deleted_at = now() where title = 'Random' and id % 7 = 0;
create temporary table many as
select test.budget(700, c, p, f, r, '{}', 'USD') as id
  from (values (null, 'month', '2024-02-20'::date, true), ('Food', 'month', '2024-01-15', true), ('Food', 'week', '2024-05-05', true),
               ('Other', 'year', '2024-06-01', true), ('Shopping', 'week', '2024-03-01', false), ('Other', 'month', '2024-01-01', false)
       ) as x (c, p, f, r)
 union all select food from b union all select id from roll union all select year from b;
grant select on many to public;
reset role;
set local role expense_guard;
insert into app.budget_terms (ledger_id, budget_id, from_day, amount_minor, roll_over)
select app.ledger_id(), m.id, d.day, d.amount, d.roll
  from many m, (values ('2024-08-05'::date, 55500, true), ('2025-02-28', 1, false), ('2025-07-31', 90000, true)) d (day, amount, roll)
 where (select min(t.from_day) from app.budget_terms t where t.budget_id = m.id) < d.day
on conflict do nothing;
set local role expense_app;
create function pg_temp.differences() returns bigint language sql as $$
    select count(*)
      from many m, generate_series('2024-01-01'::date, '2026-07-01', '43 days') d (day),
           lateral app.budget_states(m.id, d.day::date) s
     where concat_ws(' ', s.spent_minor, s.limit_minor, s.others) <> test.long_way(m.id, d.day::date)
$$;
select cmp_ok((select count(*) from many m, generate_series('2024-01-01'::date, '2026-07-01', '43 days') d (day),
    lateral app.budget_states(m.id, d.day::date) s), '>', 150::bigint, 'many budgets and days');
select is(pg_temp.differences(), 0::bigint, 'each is what its rows say, period by period');
update app.user_settings set month_start_day = 31, first_day_of_week = 6;
select is(pg_temp.differences(), 0::bigint, 'also with months from the 31st and weeks from Saturday');
update app.user_settings set month_start_day = 15, first_day_of_week = null;
select is(pg_temp.differences(), 0::bigint, 'and with months from the 15th');
update app.user_settings set month_start_day = 1;

-- Warnings.
create temporary table w as select test.budget(100, 'Utilities', 'year', current_date) as id;
grant select on w to public;
create function pg_temp.alerts() returns text language sql as $$
    select string_agg(a.threshold || ' ' || a.percent || case when a.last_day < current_date then ' last' else '' end, ', ' order by a.last_day desc)
      from app.budget_alerts() a where a.category = 'Utilities'
$$;
select is(pg_temp.alerts(), null, 'nothing is spent, nothing to say');
create temporary table bill as select test.expense('Bill', 7999, current_date, 'Utilities') as id;
select is(pg_temp.alerts(), null, 'nor just below the threshold');
update app.expenses set amount_minor = 8000 where id = (select id from bill);
select is(pg_temp.alerts(), '80 80.00', 'a threshold is reached');
select is(pg_temp.alerts(), '80 80.00', 'the warning stays until it is dismissed');
select is((select count(*) from app.budget_alerts where budget_id = (select id from w)), 1::bigint, 'and is one row');
select is((select d.threshold || (d.dismissed_at is not null)::text from app.budget_alerts() a, app.dismiss_alert(a.id) d
            where a.category = 'Utilities'), '80true', 'it is dismissed');
select is(pg_temp.alerts(), null, 'then it is gone');
update app.expenses set amount_minor = 9900 where id = (select id from bill);
select is(pg_temp.alerts(), null, 'for this period');
update app.expenses set amount_minor = 12000 where id = (select id from bill);
select is(pg_temp.alerts(), '100 120.00', 'the next threshold is a warning of its own');
select lives_ok($$select app.change_budget((select id from w), null, null, null, '{80,90,100}', null)$$, 'a threshold is added');
select is(pg_temp.alerts(), '100 120.00', 'only the highest is shown');
update app.expenses set amount_minor = 9500 where id = (select id from bill);
select is(pg_temp.alerts(), '90 95.00', 'only while it is true');
update app.expenses set amount_minor = 12000 where id = (select id from bill);
select is((select count(*) from app.budget_alerts() a, app.dismiss_alert(a.id) where a.category = 'Utilities'), 1::bigint, 'the highest is dismissed');
update app.expenses set amount_minor = 9500 where id = (select id from bill);
select is(pg_temp.alerts(), null, 'and the lower ones with it');
select is((select count(*) from app.budget_alerts where budget_id = (select id from w) and dismissed_at is not null), 3::bigint, 'all three');
-- A week that is over: what was spent late in it.
create temporary table last as select test.budget(10, 'Utilities', 'week', current_date - 7) as id;
select test.expense('Late', 2500, (select s.first_day - 1 from last, app.budget_states(id, null) s), 'Utilities');
select ok(pg_temp.alerts() like '%100 250.00 last', 'the period before is looked at too');
create temporary table none as select test.budget(1, 'Utilities', 'month', current_date, false, '{}') as id;
select is((select count(*) from app.budget_alerts() a where a.budget_id = (select id from none)), 0::bigint, 'no thresholds, no warnings');

-- What is refused.
select is(test.error($$select test.budget(5, 'Food')$$), 'ET422|category_id|exists|There is such a budget already: change that one.', 'one of a kind');
select is(test.error($$select test.budget(5)$$), 'ET422|category_id|exists|There is such a budget already: change that one.', 'overall too');
select is(test.error($$select app.add_budget(-5, 'month', 'INR', 5, false, '{}', null)$$),
    'ET422|category_id|unknown_category|There is no such category.', 'an unknown category');
select is(test.error($$select app.add_budget(null, 'month', 'JPY', 5.5, false, '{}', null)$$), 'ET422|amount|too_many_decimals|Use no decimals for JPY.', 'decimals');
select is(test.error($$select app.add_budget(null, 'month', 'JPY', 5, false, '{}', current_date + 40)$$),
    'ET422|from|in_future|A budget begins today or earlier.', 'a beginning in the future');
select throws_ok($$select app.add_budget(null, 'month', 'JPY', 5, false, '{0}', null)$$, '23514', null, 'a threshold of nothing');
select throws_ok($$insert into app.budget_terms select * from app.budget_terms$$, '42501', null, 'past the functions nothing is written');

-- Deleting and restoring.
select is((select (d.state).version || d.matched::text from app.delete_budget((select food from b), null) d), '2true', 'a budget is deleted');
select is((select count(*) from b, app.budget_states(food, null)), 0::bigint, 'it is gone');
select is((select count(*) from b, app.change_budget(food, null, 1, null, null, null)), 0::bigint, 'it can''t be changed');
select is((select (r.state).version from app.restore_budget((select food from b), null) r), 3::bigint, 'it comes back');
select is((select count(*) from app.delete_budget((select food from b), null)), 1::bigint, 'deleted again');
create temporary table again as select test.budget(77, 'Food') as id;
select is(test.error($$select app.restore_budget((select food from b), null)$$),
    'ET409||exists|There is another such budget meanwhile.', 'but not over one that was made meanwhile');

-- A category goes.
reset role;
set local role expense_guard;
select app.replace_category(test.category('Shopping'), test.category('Health'), 'merged', null);
set local role expense_app;
select is((select s.category from roll, app.budget_states(id, null) s), null, 'merged into one that has such a budget: it ends');
select is((select s.amount_minor from child, app.budget_states(id, null) s), 5000::bigint, 'and the other keeps its amount');
reset role;
set local role expense_guard;
select app.replace_category(test.category('Utilities'), test.category('Transport'), 'merged', null);
set local role expense_app;
select is((select s.category || ' ' || s.spent_minor from w, app.budget_states(id, null) s),
    'Transport ' || (select sum(amount_minor) from app.expenses where category_id = test.category('Transport') and deleted_at is null
                      and currency = 'INR' and spent_on >= date_trunc('year', current_date)), 'merged into one without: it goes on there');
reset role;
set local role expense_guard;
select app.replace_category(test.category('Transport'), test.category('Other'), 'deleted', null);
set local role expense_app;
select is((select count(*) from w, app.budget_states(id, null)), 0::bigint, 'a deleted category takes its budgets with it');

-- Another person.
select test.as('ben');
select is((select count(*) from app.budget_states(null, null)) + (select count(*) from app.budget_alerts())
          + (select count(*) from app.budgets) + (select count(*) from app.budget_terms), 0::bigint, 'another sees none of them');
select is((select count(*) from child, app.change_budget(id, null, 1, null, null, null))
          + (select count(*) from child, app.delete_budget(id, null)) + (select count(*) from child, app.restore_budget(id, null)),
    0::bigint, 'and changes none');

-- What is taken along, and what goes with the account.
select test.as('anna');
select is((select string_agg(x.section || ' ' || x.n, ', ' order by x.section collate "C")
             from (select e.section, count(e.item) as n from app.export_ledger('{}', 100000) e group by e.section) x
            where x.section like 'budget%'),
    (select 'budget_alerts ' || (select count(*) from app.budget_alerts) || ', budget_terms '
            || (select count(*) from app.budget_terms) || ', budgets ' || (select count(*) from app.budgets)),
    'all of it is in the export of the account');
reset role;
set local role expense_guard;
do $$
begin
    while app.purge_ledger((select ledger_id from test.who('anna')), 5000) > 0 loop
    end loop;
end
$$;
select is((select count(*) from app.budgets) + (select count(*) from app.budget_terms) + (select count(*) from app.budget_alerts),
    0::bigint, 'and nothing of it is left when the account is removed');

select * from finish();
rollback;
