-- Recurring expenses: the arithmetic of dates, what is made and when, what a change does.
begin;
set local search_path = tap, pg_catalog;
select plan(102);

create function test.days(p_unit text, p_every integer, p_start date, p_anchor integer, p_count integer)
returns text language sql as $$
    select string_agg(to_char(app.recurring_day(p_unit, p_every, p_start, p_anchor, n), 'YYMMDD'), ' ' order by n)
      from generate_series(0, p_count - 1) n
$$;
-- The same once more, by walking over the days one at a time: slow, and nothing like the code.
create function test.walk(p_unit text, p_every integer, p_start date, p_anchor integer, p_count integer)
returns date[] language plpgsql as $$
declare
    v_days date[] := '{}';
    v_day  date := p_start;
    v_months integer;
    v_hit    boolean;
begin
    while cardinality(v_days) < p_count loop
        v_months := (extract(year from v_day) - extract(year from p_start)) * 12
                    + extract(month from v_day) - extract(month from p_start);
        v_hit := case p_unit
            when 'day' then (v_day - p_start) % p_every = 0
            when 'week' then extract(isodow from v_day) = extract(isodow from p_start)
                             and (v_day - p_start) / 7 % p_every = 0
            else v_months % (p_every * case p_unit when 'year' then 12 else 1 end) = 0
                 and (extract(day from v_day) = p_anchor
                      or extract(day from v_day) < p_anchor
                         and extract(month from v_day + 1) <> extract(month from v_day))
        end;
        if v_hit then
            v_days := v_days || v_day;
        end if;
        v_day := v_day + 1;
    end loop;
    return v_days;
end
$$;

-- Dates.
select is(test.days('month', 1, '2025-01-31', 31, 5), '250131 250228 250331 250430 250531',
    'the anchor day is kept through short months');
select is(test.days('month', 1, '2024-01-30', 30, 4), '240130 240229 240330 240430',
    'the 30th becomes 29 February in a leap year, and the 30th again');
select is(test.days('month', 1, '2025-02-28', 28, 3), '250228 250328 250428', 'the 28th stays the 28th');
select is(test.days('month', 1, '2025-02-28', 31, 3), '250228 250331 250430',
    'unless it stands for the last day');
select is(test.days('month', 1, '2025-01-15', 31, 3), '250131 250228 250331',
    'a last day begins with that of the first month');
select is(test.days('month', 3, '2024-11-30', 30, 4), '241130 250228 250530 250830', 'quarters keep it, too');
select is(test.days('year', 1, '2024-02-29', 29, 5), '240229 250228 260228 270228 280229',
    '29 February is the 28th in other years');
select is(test.days('year', 1, '2096-02-29', 29, 3), '960229 970228 980228', 'also before 2100');
select is(app.recurring_day('year', 4, '2096-02-29', 29, 1), '2100-02-28'::date, '2100 is no leap year');
select is(test.days('year', 1, '2025-02-28', 31, 4), '250228 260228 270228 280229', 'the last day of each February');
select is(test.days('week', 2, '2024-12-23', 23, 4), '241223 250106 250120 250203',
    'every other week over the end of a year');
select is(test.days('week', 1, '2026-12-28', 28, 3), '261228 270104 270111', 'a year of 53 weeks');
select is(test.days('day', 10, '2024-02-25', 25, 3), '240225 240306 240316', 'days count the leap day');
select is_empty($$
    select u.unit, e, s.day, a.anchor
      from unnest(array['day', 'week', 'month', 'year']) u (unit),
           unnest(array[1, 2, 3, 7]) e,
           (select '2023-12-25'::date + 33 * g as day from generate_series(0, 12) g) s,
           lateral (select extract(day from s.day)::integer as anchor union select 31) a
     where array(select app.recurring_day(u.unit, e, s.day, a.anchor, n) from generate_series(0, 3) n order by n)
           <> test.walk(u.unit, e, s.day, a.anchor, 4)
$$, 'for 400 rules the dates are those that walking day by day finds');
select is_empty($$
    select u.unit, e, s.day, d.day
      from unnest(array['day', 'week', 'month', 'year']) u (unit),
           unnest(array[1, 2, 5]) e,
           unnest(array['2024-01-31', '2024-02-29', '2023-11-30', '2025-02-28']::date[]) s (day),
           lateral (select s.day - 3 + g * 7 as day from generate_series(0, 26) g) d
     where app.recurring_days_until(u.unit, e, s.day, 31, d.day)
           <> (select count(*) from generate_series(0, 190) n
                where app.recurring_day(u.unit, e, s.day, 31, n) <= d.day)
$$, 'how many dates are not after a day is what counting them says');
select is(app.local_day('2026-03-01 23:30+00', 'Pacific/Kiritimati'), '2026-03-02'::date, 'it is tomorrow there');
select is(app.local_day('2026-03-01 05:00+00', 'America/Los_Angeles'), '2026-02-28'::date, 'and yesterday there');
select is(app.local_day('2026-03-01 05:00+00', 'Gone/Zone'), '2026-03-01'::date, 'a zone that is gone is UTC');
select is(app.local_day('2026-03-01 05:00+00', null), '2026-03-01'::date, 'so is none');

-- Adding.
select test.person('anna');
select test.person('ben');
create function test.today(p_days integer default 0) returns text language sql as $$
    select ((now() at time zone 'UTC')::date + p_days)::text
$$;
create function test.rule(p_more jsonb default '{}') returns app.recurring_entry language sql as $$
    select x from app.create_recurring(
        '{"title": "Rent", "amount": "100.00", "category": "Utilities", "unit": "month"}'::jsonb || p_more) x
$$;
set local role expense_app;
select test.as('anna');
select is((test.rule(jsonb_build_object('starts_on', test.today(5)))).made_now, 0,
    'a rule that starts later makes nothing yet');
select is((select next_on::text from app.recurring), test.today(5), 'and says when');
select is((test.rule(jsonb_build_object('starts_on', test.today()))).made_now, 1,
    'one that starts today makes today''s without asking');
select is((select spent_on::text || title || amount_minor || version from app.expenses), test.today() || 'Rent100001',
    'as an expense like others');
select is(left(test.error(format($$select test.rule('{"unit": "day", "starts_on": "%s"}')$$, test.today(-9))), 42),
    'ET422|expected_count|confirmation_needed|T', 'a back-dated start wants its number confirmed');
select is(test.error(format($$select test.rule('{"unit": "day", "starts_on": "%s", "expected_count": 9}')$$,
    test.today(-9))), 'ET409||count_changed|This makes 10 entries now, not 9. Look at the preview again.',
    'the right one');
select is((select count(*) from app.expenses), 1::bigint, 'and makes nothing till then');
select is((test.rule(jsonb_build_object('unit', 'day', 'starts_on', test.today(-9), 'expected_count', 10))).made_now,
    10, 'then all ten are made');
select is((select count(distinct spent_on) || '/' || count(*) from app.expenses e
            join app.recurring r on r.id = e.recurring_id where r.unit = 'day'), '10/10', 'one for each day');
select is(test.error($$select test.rule('{"unit": "day", "starts_on": "1990-01-01", "expected_count": 1}')$$),
    'ET422|starts_on|too_many|That would make more than 10,000 entries. Start later, or give an end.',
    'a rule makes 10,000 entries at most');
select is((test.rule(jsonb_build_object('unit', 'day', 'starts_on', test.today(-9), 'count', 3,
    'expected_count', 3))).next_on, null, 'a count ends it');
select is((test.rule(jsonb_build_object('unit', 'day', 'starts_on', test.today(-9), 'ends_on', test.today(-8),
    'expected_count', 2))).next_on, null, 'and so does an end');
select is(left(test.error(format($$select test.rule('{"starts_on": "%s", "ends_on": "%s"}')$$,
    test.today(3), test.today(2))), 26), 'ET422|ends_on|before_start', 'the end is not before the start');
select is(left(test.error($$select test.rule('{"category": "Zoo"}')$$), 31), 'ET422|category|unknown_category',
    'the category is one of the ledger''s');
select is(left(test.error($$select test.rule('{"amount": "1.505"}')$$), 30), 'ET422|amount|too_many_decimals',
    'the amount is exact');
reset role;
select is_empty('select * from test.wrong_totals()', 'totals are right');

-- Runs. Dates are injected, as a server that slept for weeks would see them.
create function test.run(p_at timestamptz, p_limit integer default 1000)
returns table (made bigint, rules bigint, failed bigint)
language sql security definer as $$ select r.* from app.make_recurring_at(p_at, p_limit) r $$;
grant create on schema test to expense_guard;
alter function test.run(timestamptz, integer) owner to expense_guard;
delete from app.expenses;
delete from app.recurring;
select set_config('app.ledger_id', ledger_id::text, true), set_config('app.user_id', user_id::text, true)
  from test.who('anna');
create function test.put(p_title text, p_unit text, p_start date, p_zone text default null) returns bigint
language sql security definer as $$
    insert into app.recurring (title, amount_minor, currency, category_id, unit, every, starts_on, last_day,
                               anchor_day, next_on)
    values (p_title, 1000, 'INR', app.category_id('Food'), p_unit, 1, p_start, false,
            extract(day from p_start), p_start)
    returning id
$$;
select test.put('Weekly', 'week', '2026-01-05'), test.put('Monthly', 'month', '2026-01-31');
select results_eq($$select * from test.run('2026-01-04 12:00+00')$$,
    'values (0::bigint, 0::bigint, 0::bigint)', 'nothing is due before its day');
select results_eq($$select * from test.run('2026-01-05 00:00+00')$$,
    'values (1::bigint, 1::bigint, 0::bigint)', 'on the day one is');
select results_eq($$select * from test.run('2026-01-05 23:59+00')$$,
    'values (0::bigint, 0::bigint, 0::bigint)', 'once');
select results_eq($$select * from test.run('2026-04-01 00:00+00')$$,
    'values (15::bigint, 2::bigint, 0::bigint)', 'after twelve weeks of sleep each date is made');
select is((select string_agg(spent_on::text, ' ' order by spent_on) from app.expenses where title = 'Monthly'),
    '2026-01-31 2026-02-28 2026-03-31', 'on its own day');
select is((select count(*) from app.expenses where title = 'Weekly'), 13::bigint, 'thirteen weeks');
select is_empty('select * from test.wrong_totals()', 'totals are right after a run');
select is((select count(*) from app.expense_history), 0::bigint, 'a made entry has no history yet');
update app.recurring set next_n = 0, next_on = starts_on;
select is((select made from test.run('2026-04-01 00:00+00')), 0::bigint,
    'a rule that begins again makes nothing twice');
select is((select string_agg(next_on::text, ' ' order by title) from app.recurring), '2026-04-30 2026-04-06',
    'and steps on to its next date');
select is((select sum(r.made)::text || max(r.made) from generate_series(1, 9) g,
    lateral test.run('2026-06-01 00:00+00', 4 + 0 * g) r), '11' || 4,
    'a run makes no more than it may, and the next ones the rest');
update app.user_settings set time_zone = 'Pacific/Kiritimati'
 where user_id = (select user_id from test.who('anna'));
select is((select made from test.run('2026-06-07 10:00+00')), 1::bigint,
    'where it is Monday already, Monday''s is made');
update app.user_settings set time_zone = 'America/Los_Angeles'
 where user_id = (select user_id from test.who('anna'));
select is((select made from test.run('2026-06-15 06:00+00')), 0::bigint,
    'where it is Sunday yet, it isn''t');
update app.user_settings set time_zone = 'UTC' where user_id = (select user_id from test.who('anna'));
-- Deleted or moved entries are not made again.
update app.expenses set deleted_at = now() where title = 'Monthly' and spent_on = '2026-02-28';
update app.expenses set spent_on = '2026-03-15' where title = 'Monthly' and spent_on = '2026-03-31';
update app.recurring set next_n = 0, next_on = starts_on where title = 'Monthly';
select is((select made from test.run('2026-06-07 10:00+00')), 0::bigint,
    'what was deleted or moved does not come back');
-- One bad ledger holds up no other.
select test.put('Bad', 'month', '2026-06-01');
select set_config('app.ledger_id', ledger_id::text, true), set_config('app.user_id', user_id::text, true)
  from test.who('ben');
select test.put('Good', 'month', '2026-06-01');
create function test.refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
create trigger zz_refuse before insert on app.expenses for each row when (new.title = 'Bad')
    execute function test.refuse();
set local client_min_messages = error;
select results_eq($$select * from test.run('2026-06-07 10:00+00')$$,
    'values (1::bigint, 2::bigint, 1::bigint)', 'a ledger that fails is set aside, the others are made');
select results_eq($$select * from test.run('2026-06-07 10:01+00')$$,
    'values (0::bigint, 0::bigint, 0::bigint)', 'for a while');
drop trigger zz_refuse on app.expenses;
select is((select made from test.run('2026-06-07 10:05+00')), 1::bigint, 'and then tried again');
set local client_min_messages = warning;
select is((select string_agg(distinct e.ledger_id::text, ',') from app.expenses e where title = 'Good'),
    (select ledger_id::text from test.who('ben')), 'each ledger gets its own');
select is((select count(*) from app.expenses e join app.recurring r on r.id = e.recurring_id
            where e.ledger_id <> r.ledger_id), 0::bigint, 'and nobody another''s');

-- Nothing is made for somebody who is leaving; who takes that back gets each missed date, once.
delete from app.expenses;
delete from app.recurring;
select set_config('app.ledger_id', ledger_id::text, true), set_config('app.user_id', user_id::text, true)
  from test.who('ben');
select test.put('Kept', 'day', '2026-07-01');
select is((select made from test.run('2026-07-02 00:00+00')), 2::bigint, 'before, both days are made');
update app.users set delete_after = now() + interval '14 days' where id = (select user_id from test.who('ben'));
select is((select rules from test.run('2026-07-09 00:00+00')), 0::bigint, 'nothing while the account is leaving');
select is((select string_agg(next_on::text, ' ') from app.recurring where title = 'Kept'), '2026-07-03',
    'and the rule stays where it is');
insert into app.ledger_members (ledger_id, user_id, role)
select b.ledger_id, a.user_id, 'editor' from test.who('ben') b, test.who('anna') a;
select is((select made from test.run('2026-07-04 00:00+00')), 2::bigint, 'unless somebody else stays in the ledger');
delete from app.ledger_members
 where ledger_id = (select ledger_id from test.who('ben')) and user_id = (select user_id from test.who('anna'));
update app.users set delete_after = null where id = (select user_id from test.who('ben'));
select is((select sum(r.made)::text from generate_series(1, 3) g, lateral test.run('2026-07-11 00:00+00', 1000 + 0 * g) r),
    '7', 'kept, the account gets the missed dates, however many runs there are');
select is((select count(*) || '/' || count(distinct spent_on) from app.expenses where title = 'Kept'), '11/11',
    'each once');

-- Changes. The rule of these tests has been going for ten days, daily.
delete from app.expenses;
delete from app.recurring;
create function test.labels_of(p_rule bigint) returns text language sql as $$
    select string_agg(distinct coalesce((app.expense_extras(e.merchant_id, e.note, e.payment_method_id, e.tag_ids))::text,
                                        '-'), ' ')
      from app.expenses e where e.recurring_id = p_rule and e.deleted_at is null
$$;
create function test.change(p_change jsonb, p_versions bigint[] default null) returns app.recurring_entry
language plpgsql as $$
declare
    v app.recurring_entry;
begin
    select x.* into v from app.change_recurring((select id from was), p_versions, p_change) x;
    return v;
end
$$;
set local role expense_app;
select test.as('anna');
create temporary table was as
    select x.* from test.rule(jsonb_build_object('unit', 'day', 'starts_on', test.today(-9), 'count', 20,
                                                'expected_count', 10)) x;
select is((test.change('{"title": "New"}', '{7}')).matched, false, 'a stale version is told');
select is((test.change('{"title": "Flat"}')).changed, 0, 'a change of the rule leaves what was made');
select is((select count(*) from app.expenses where title = 'Rent'), 10::bigint, 'all ten of them');
select is((test.change(jsonb_build_object('scope', 'this', 'title', 'One', 'date', test.today(-8)))).changed, 1,
    '"this" changes one');
select is((select spent_on::text from app.expenses where title = 'One'), test.today(-8), 'that one');
select is((test.change('{"scope": "all", "amount": "7"}')).changed, 10, '"all" changes all');
select is((select count(*) from app.expenses where amount_minor = 700), 10::bigint, 'in what it names');
select is((select count(*) from app.expenses where title = 'One'), 1::bigint, 'and nothing else');
select is(left(test.error(format($$select test.change('{"scope": "following", "date": "%s"}')$$, test.today(99))), 20),
    'ET422|date|not_found', '"following" begins on a date of the rule');
create temporary table split as
    select x.* from test.change(jsonb_build_object('scope', 'following', 'title', 'Loft', 'date', test.today(-2))) x;
select is((select changed || '/' || made || '/' || max_count || '/' || starts_on from split),
    '3/3/13/' || test.today(-2), '"following" splits: three entries and the rest of the count go with the new rule');
select is((select ends_on::text || made from app.recurring_entries((select id from was))), test.today(-3) || '7',
    'and the old one ends the day before, with seven');
select is((select count(*) || string_agg(distinct title, ',') from app.expenses
            where recurring_id = (select id from split)), '3Loft', 'the entries say so');
reset role;
select is_empty('select * from test.wrong_totals()', 'totals are right after changes');
select is((select made from test.run(now() + interval '30 days')), 10::bigint,
    'the split rule makes what was left of twenty');
set local role expense_app;
-- Pause and schedule.
create temporary table paused as
    select x.* from test.rule(jsonb_build_object('unit', 'day', 'starts_on', test.today(-3), 'expected_count', 4)) x;
select is((select x.paused || coalesce(x.next_on::text, '-') from app.change_recurring(
    (select id from paused), null, '{"paused": true}') x), 'true-', 'a paused rule has no next date');
select is((select made_now || next_on::text || ' ' || made from app.change_recurring(
    (select id from paused), null, '{"paused": false}') x), '0' || test.today(1) || ' 4',
    'and goes on after today, without what the pause left out');
select is((select made_now || next_on::text from app.change_recurring((select id from paused), null,
    jsonb_build_object('every', 2)) x), '0' || test.today(1),
    'a changed schedule passes over what was made');
select is((select due || ' ' || json_array_length(upcoming) from app.preview_recurring(
    jsonb_build_object('unit', 'week', 'starts_on', test.today(-14)))), '3 12', 'a preview counts and lists');
-- The anchor day outlives a split in a short month.
create temporary table anchored as
    select x.* from test.rule('{"starts_on": "2026-01-31", "ends_on": "2026-04-30", "expected_count": 4}') x;
create temporary table february as
    select y.* from app.change_recurring((select id from anchored), null,
                                         '{"scope": "following", "date": "2026-02-28", "title": "Split"}') y;
select is((select string_agg(recurring_on::text, ' ' order by recurring_on) from app.expenses where title = 'Split'),
    '2026-02-28 2026-03-31 2026-04-30', 'a split in February');
select is((select anchor_day from february), 31, 'still means the 31st');
-- From an expense that is there already.
create temporary table coffee as select test.expense('Coffee', 100, test.today(-7)::date) as id;
select is((select x.made_now || '/' || x.made from test.rule(jsonb_build_object(
    'unit', 'week', 'starts_on', test.today(-7), 'from_expense', (select id from coffee))) x), '1/2',
    'an expense that is there is the first one, and not made again');
select isnt((select recurring_id from app.expenses where id = (select id from coffee)), null, 'it carries the mark');
select is(left(test.error(format($$select test.rule('{"from_expense": %s}')$$, (select id from coffee))), 36),
    'ET422|from_expense|already_recurring', 'of one rule only');
-- Merchant, payment method, tags and note: what a rule has, what it makes has.
create temporary table labelled as
    select x.* from test.rule(jsonb_build_object('unit', 'day', 'starts_on', test.today(-3), 'expected_count', 4,
        'title', 'Labelled', 'merchant', 'Landlord', 'payment_method', 'upi', 'note', 'Flat 7',
        'tags', '["Home", "Fixed", "home"]'::jsonb)) x;
select is((select extras::text from labelled),
    '{"merchant":"Landlord","note":"Flat 7","payment_method":"UPI","tags":["Fixed","Home"]}', 'a rule tells them');
select is(test.labels_of((select id from labelled)), (select extras::text from labelled), 'all that it makes has them');
select is((select extras::text from app.recurring_entries((select id from was))), null, 'one without any tells none');
select is((select version || ' ' || coalesce(extras::text, '-') from app.change_recurring((select id from labelled), null,
    '{"note": "", "tags": [], "merchant": "Owner"}')), '2 {"merchant":"Owner","payment_method":"UPI"}',
    'a change names what changes, and empty clears');
select is(test.labels_of((select id from labelled)), (select extras::text from labelled), 'what was made stays');
select is((select changed from app.change_recurring((select id from labelled), null, jsonb_build_object('scope', 'this',
    'date', test.today(-3), 'note', 'Once', 'payment_method', ''))), 1, '"this" takes them');
select is((select e.note || coalesce(e.payment_method_id::text, ' none') from app.expenses e
            where e.recurring_id = (select id from labelled) and e.recurring_on = test.today(-3)::date), 'Once none',
    'for one entry');
create temporary table labelled_rest as
    select y.* from app.change_recurring((select id from labelled), null, jsonb_build_object('scope', 'following',
        'date', test.today(-1), 'tags', '["Split"]'::jsonb)) y;
select is((select changed || ' ' || extras::text from labelled_rest),
    '2 {"merchant":"Owner","payment_method":"UPI","tags":["Split"]}', '"following" hands them to the new rule');
select is(test.labels_of((select id from labelled_rest)),
    '{"merchant":"Landlord","note":"Flat 7","payment_method":"UPI","tags":["Split"]}',
    'and sets only what was named on its entries');
select app.replace_label('merchant', app.merchant_id('Owner'), null, app.merchant_id('Landlord'), 0);
select app.replace_label('tag', app.tag_id('Split'), null, null, 2);
select is((select extras::text from app.recurring_entries((select id from labelled_rest))),
    '{"merchant":"Landlord","payment_method":"UPI"}', 'merged and deleted labels leave rules, too');
reset role;
select ok((select made from test.run(now() + interval '3 days')) > 0, 'which go on');
select is(test.labels_of((select id from labelled_rest)),
    '{"merchant":"Landlord","note":"Flat 7","payment_method":"UPI"} {"merchant":"Landlord","payment_method":"UPI"}',
    'with what is left');
select is_empty('select * from test.wrong_totals()', 'totals are right with labels');
set local role expense_app;
select test.as('anna');
-- A category that is archived, merged or deleted.
reset role;
update app.categories set archived_at = now()
 where ledger_id = (select ledger_id from test.who('anna')) and name = 'Utilities';
select lives_ok($$select test.change('{"category": "Utilities", "title": "Archived"}')$$,
    'a rule may keep its archived category');
select is(left(test.error($$select test.rule()$$), 32), 'ET422|category|archived_category',
    'a new rule may not have one');
select set_config('role', 'expense_guard', true);
select app.replace_category(app.category_id('Utilities', app.category_id('Utilities', c.id)),
                            app.category_id('Food'), 'merged', null)
  from app.categories c where c.ledger_id = app.ledger_id() and c.name = 'Utilities';
select is((select string_agg(distinct c.name, ',') from app.recurring r
             join app.categories c using (ledger_id) where c.id = r.category_id and ledger_id = app.ledger_id()),
    'Food', 'rules go where a merged category goes');
select is((select made from test.run(now() + interval '60 days') limit 1) > 0, true, 'and make their entries there');
select set_config('role', 'expense_app', true);
-- Somebody else.
select test.as('ben');
select is((select count(*) from app.recurring_entries(null)), 0::bigint, 'another person sees no rules');
select is_empty($$select * from app.change_recurring((select id from was), null, '{"title": "Mine"}')$$,
    'and changes none');

reset role;
select * from finish();
rollback;
