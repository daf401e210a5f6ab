-- Deploy expense:recurring_changes to pg
-- requires: recurring_run
-- requires: rules

-- What a person does with a rule. A change comes as one JSON object that has only what is to change, so
-- that absent and null stay apart; the program has checked the form of every value.

begin;
set local role expense_owner;

create type app.recurring_entry as (
    id bigint, title text, amount_minor bigint, currency text, category text, unit text, every integer,
    last_day boolean, anchor_day integer, starts_on date, ends_on date, max_count integer, next_on date,
    upcoming json, paused boolean, made bigint, created_at text, updated_at text, version bigint,
    made_now integer, changed integer, matched boolean
);
comment on type app.recurring_entry is 'A rule as it is shown; the last three tell what a change did';

create function app.recurring_entries(p_id bigint) returns setof app.recurring_entry
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.id, r.title, r.amount_minor, r.currency, c.name, r.unit, r.every, r.last_day, r.anchor_day,
           app.recurring_day(r.unit, r.every, r.starts_on, r.anchor_day, 0), r.ends_on, r.max_count,
           case when r.paused_at is null then r.next_on end,
           (select coalesce(json_agg(app.recurring_day(r.unit, r.every, r.starts_on, r.anchor_day, n.n)
                                     order by n.n), '[]')
              from generate_series(r.next_n, least(r.next_n + 5, app.recurring_until(r, null)) - 1) n (n)
             where r.paused_at is null),
           r.paused_at is not null,
           (select count(*)
              from app.recurring_dates d
             where d.ledger_id = r.ledger_id
               and d.recurring_id = r.id),
           r.created_at::text, r.updated_at::text, r.version, null::integer, null::integer, true
      from app.recurring r
      join app.categories c on c.ledger_id = r.ledger_id and c.id = r.category_id
     where r.ledger_id = app.ledger_id()
       and r.deleted_at is null
       and (p_id is null or r.id = p_id)
     order by r.next_on is null or r.paused_at is not null, r.next_on, lower(r.title), r.id
$$;
comment on function app.recurring_entries(bigint) is
    'The ledger''s rules, or one: those with a next date first, by that date';

create function app.upcoming_recurring(p_until date, p_limit integer)
returns table (recurring_id bigint, title text, amount_minor bigint, currency text, category text, day date)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.id, r.title, r.amount_minor, r.currency, c.name, d.day
      from app.recurring r
      join app.categories c on c.ledger_id = r.ledger_id and c.id = r.category_id
     cross join lateral generate_series(
               r.next_n, least(app.recurring_until(r, p_until), r.next_n + p_limit) - 1) n (n)
     cross join lateral app.recurring_day(r.unit, r.every, r.starts_on, r.anchor_day, n.n) d (day)
     where r.ledger_id = app.ledger_id()
       and r.deleted_at is null
       and r.paused_at is null
       and r.next_on <= p_until
     order by d.day, lower(r.title), r.id
     limit p_limit
$$;
comment on function app.upcoming_recurring(date, integer) is
    'The dates to come until a day, of all rules of the ledger';

create function app.own_today() returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select app.local_day(now(), (select s.time_zone
                                   from app.user_settings s
                                  where s.user_id = app.user_id()))
$$;
comment on function app.own_today() is 'Today for the signed-in person';

create function app.refuse_recurring(p_field text, p_code text, p_message text) returns void
language plpgsql
as $$
begin
    raise exception using errcode = 'ET422', message = p_message, column = p_field, hint = p_code;
end
$$;
comment on function app.refuse_recurring(text, text, text) is 'Raises ET422 for a field; internal';

-- When the schedule changes, dates up to the last one that was made are passed over: nothing doubles, and
-- what was made stays on its day.
create function app.planned_recurring(p_old app.recurring, p_change jsonb, p_last date)
returns app.recurring
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v       app.recurring := p_old;
    v_start date := (p_change ->> 'starts_on')::date;
    v_first date;
begin
    v.unit := coalesce(p_change ->> 'unit', p_old.unit);
    v.every := coalesce((p_change ->> 'every')::integer, p_old.every, 1);
    v.last_day := coalesce((p_change ->> 'last_day')::boolean, p_old.last_day, false)
                  and v.unit in ('month', 'year');
    if p_old.unit is null then
        v_start := coalesce(v_start, app.own_today());
    elsif v_start in (p_old.starts_on, app.recurring_day(p_old.unit, p_old.every, p_old.starts_on,
                                                         p_old.anchor_day, 0)) then
        v_start := null;
    end if;
    if v_start is not null
       or (v.unit, v.every, v.last_day) is distinct from (p_old.unit, p_old.every, p_old.last_day) then
        v.starts_on := coalesce(v_start, p_old.starts_on);
        v.anchor_day := case
                            when v.last_day then 31
                            when v_start is null and not p_old.last_day
                                 and v.unit in ('month', 'year') and p_old.unit in ('month', 'year')
                            then p_old.anchor_day
                            else extract(day from v.starts_on)
                        end;
        v.next_n := case
                        when p_last is null then 0
                        else app.recurring_days_until(v.unit, v.every, v.starts_on, v.anchor_day, p_last)
                    end;
    end if;
    if p_change ? 'ends_on' then
        v.ends_on := (p_change ->> 'ends_on')::date;
        if v.ends_on is not null then
            v.max_count := null;
        end if;
    end if;
    if p_change ? 'count' then
        v.max_count := (p_change ->> 'count')::integer;
        if v.max_count is not null then
            v.ends_on := null;
        end if;
    end if;
    v_first := app.recurring_day(v.unit, v.every, v.starts_on, v.anchor_day, 0);
    if v_first > '2999-12-31' then
        perform app.refuse_recurring('starts_on', 'out_of_range', 'Choose a day before the year 3000.');
    elsif v.ends_on < v_first then
        perform app.refuse_recurring('ends_on', 'before_start',
            format('The end can''t be before the first date, %s.', v_first));
    end if;
    v.next_on := app.recurring_next(v);
    return v;
end
$$;
comment on function app.planned_recurring(app.recurring, jsonb, date) is
    'A rule (all null: a new one) with its schedule changed, as it would be stored; internal';

create function app.confirm_due(p_rule app.recurring, p_expected integer, p_today date) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_due  integer := greatest(app.recurring_until(p_rule, p_today) - p_rule.next_n, 0);
    v_past integer := greatest(app.recurring_until(p_rule, p_today - 1) - p_rule.next_n, 0);
begin
    if p_rule.max_count is null
       and app.recurring_days_until(p_rule.unit, p_rule.every, p_rule.starts_on, p_rule.anchor_day,
                                    least(p_today, p_rule.ends_on)) > 10000 then
        perform app.refuse_recurring('starts_on', 'too_many',
            'That would make more than 10,000 entries. Start later, or give an end.');
    elsif p_expected is null and v_past > 0 then
        perform app.refuse_recurring('expected_count', 'confirmation_needed', format(
            case v_due when 1 then 'This makes %s entry up to today. Confirm the number.'
                       else 'This makes %s entries up to today. Confirm the number.' end, v_due));
    elsif p_expected <> v_due then
        raise exception using
            errcode = 'ET409', hint = 'count_changed',
            message = format('This makes %s entries now, not %s. Look at the preview again.',
                             v_due, p_expected);
    end if;
end
$$;
comment on function app.confirm_due(app.recurring, integer, date) is
    'Refuses to make entries for past days unless their number was confirmed; internal';

create function app.answered_recurring(
    p_id bigint, p_made_now integer, p_changed integer, p_matched boolean)
returns setof app.recurring_entry
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v app.recurring_entry;
begin
    for v in select x.* from app.recurring_entries(p_id) x loop
        v.made_now := p_made_now;
        v.changed := p_changed;
        v.matched := p_matched;
        return next v;
    end loop;
end
$$;
comment on function app.answered_recurring(bigint, integer, integer, boolean) is
    'A rule after a change, with what that did; internal';

create function app.create_recurring(p_new jsonb) returns setof app.recurring_entry
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger  constant bigint := app.ledger_id();
    v_today   constant date := app.own_today();
    v_blank   app.recurring;
    v         app.recurring;
    v_expense app.expenses;
    v_made    integer;
begin
    if v_ledger is null then
        raise exception using errcode = 'ET401', message = 'Your session has ended. Sign in again.';
    end if;
    -- One at a time in a ledger, so that the number holds.
    perform pg_advisory_xact_lock(hashtextextended('recurring of ledger ' || v_ledger, 0));
    if (select count(*) from app.recurring r where r.ledger_id = v_ledger and r.deleted_at is null) >= 500 then
        perform app.refuse_recurring('title', 'too_many',
            'You have 500 recurring expenses; delete one first.');
    end if;
    v := app.planned_recurring(v_blank, p_new, null);
    v.currency := coalesce(p_new ->> 'currency', (select s.currency from app.user_settings s
                                                   where s.user_id = app.user_id()));
    insert into app.recurring
        (ledger_id, title, amount_minor, currency, category_id, unit, every, starts_on, last_day,
         anchor_day, ends_on, max_count, next_n, next_on)
    values (v_ledger, p_new ->> 'title', app.to_minor((p_new ->> 'amount')::numeric, v.currency),
            v.currency, app.category_id(p_new ->> 'category'), v.unit, v.every, v.starts_on, v.last_day,
            v.anchor_day, v.ends_on, v.max_count, 0, v.next_on)
    returning * into v;

    if p_new ? 'from_expense' then
        select e.* into v_expense
          from app.expenses e
         where e.ledger_id = v_ledger
           and e.id = (p_new ->> 'from_expense')::bigint
           and e.deleted_at is null
           for update;
        if not found then
            perform app.refuse_recurring('from_expense', 'not_found', 'There is no such expense.');
        elsif v_expense.recurring_id is not null then
            perform app.refuse_recurring('from_expense', 'already_recurring',
                'This expense is part of a recurring one already.');
        elsif v_expense.spent_on = v.next_on then
            insert into app.recurring_dates (ledger_id, recurring_id, due_on)
            values (v_ledger, v.id, v.next_on);
            update app.expenses e
               set recurring_id = v.id, recurring_on = v.next_on
             where e.ledger_id = v_ledger
               and e.id = v_expense.id;
            v.next_n := 1;
            update app.recurring r
               set next_n = 1, next_on = app.recurring_next(v)
             where r.ledger_id = v_ledger
               and r.id = v.id
            returning * into v;
        end if;
    end if;
    perform app.confirm_due(v, (p_new ->> 'expected_count')::integer, v_today);
    v_made := app.make_due(v_ledger, array[v.id], now(), 10000);
    return query select x.* from app.answered_recurring(v.id, v_made, 0, true) x;
end
$$;
comment on function app.create_recurring(jsonb) is
    'Adds a rule and makes what is due by it; past days only with expected_count';

-- A form sends the start that it was shown; that changes nothing.
create function app.recurring_schedule(p_old app.recurring, p_change jsonb) returns jsonb
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when (p_change ->> 'starts_on')::date
                     in (p_old.starts_on, app.recurring_day(p_old.unit, p_old.every, p_old.starts_on,
                                                            p_old.anchor_day, 0))
                then p_change - 'starts_on'
                else p_change
           end
$$;
comment on function app.recurring_schedule(app.recurring, jsonb) is
    'A change of a rule without a start that is the one it has; internal';

create function app.recurring_scope_day(p_old app.recurring, p_change jsonb) returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_date date;
begin
    if p_change ? 'expense_id' then
        select e.recurring_on into v_date
          from app.expenses e
         where e.ledger_id = p_old.ledger_id
           and e.id = (p_change ->> 'expense_id')::bigint
           and e.recurring_id = p_old.id
           and e.deleted_at is null;
    else
        v_date := (p_change ->> 'date')::date;
        if app.recurring_until(p_old, v_date) <= app.recurring_until(p_old, v_date - 1) then
            v_date := null;
        end if;
    end if;
    if v_date is null then
        perform app.refuse_recurring(
            case when p_change ? 'expense_id' then 'expense_id' else 'date' end, 'not_found',
            'This recurring expense has no such entry.');
    end if;
    return v_date;
end
$$;
comment on function app.recurring_scope_day(app.recurring, jsonb) is
    'From which date a change goes on: that of an expense, or one given; internal';

-- The part of a rule from a day on, as a rule of its own. When that is all of it, or nothing, the rule.
create function app.recurring_following(p_old app.recurring, p_date date, p_change jsonb)
returns app.recurring
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v   app.recurring := p_old;
    v_n constant integer := app.recurring_days_until(v.unit, v.every, v.starts_on, v.anchor_day, p_date - 1);
begin
    if v_n = 0 or v_n >= app.recurring_until(v, null) then
        return v;
    end if;
    if (p_change ->> 'starts_on')::date < p_date then
        perform app.refuse_recurring('starts_on', 'before_date',
            format('What follows can start on %s at the earliest.', p_date));
    end if;
    v.starts_on := app.recurring_day(v.unit, v.every, v.starts_on, v.anchor_day, v_n);
    v.anchor_day := greatest(v.anchor_day, extract(day from v.starts_on));
    v.max_count := v.max_count - v_n;
    v.next_n := greatest(v.next_n - v_n, 0);
    return v;
end
$$;
comment on function app.recurring_following(app.recurring, date, jsonb) is
    'What is left of a rule from a day on; internal';

create function app.preview_recurring(p_rule jsonb)
returns table (today date, due integer, due_dates json, upcoming json, total integer, last_on date)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger constant bigint := app.ledger_id();
    v_change jsonb := p_rule;
    v_last   date;
    v_until  integer;
    v        app.recurring;
begin
    today := app.own_today();
    if p_rule ? 'recurring_id' then
        select r.* into v
          from app.recurring r
         where r.ledger_id = v_ledger
           and r.id = (p_rule ->> 'recurring_id')::bigint
           and r.deleted_at is null;
        if not found then
            perform app.refuse_recurring('recurring_id', 'not_found', 'There is no such recurring expense.');
        end if;
        select max(d.due_on) into v_last
          from app.recurring_dates d
         where d.ledger_id = v_ledger
           and d.recurring_id = v.id;
        v_change := app.recurring_schedule(v, p_rule);
        if p_rule ->> 'scope' = 'following' then
            v := app.recurring_following(v, app.recurring_scope_day(v, p_rule), v_change);
        end if;
    end if;
    v := app.planned_recurring(v, v_change, v_last);
    if v.id is null then
        v.next_n := 0;
        if exists (select
                     from app.expenses e
                    where e.ledger_id = v_ledger
                      and e.id = (p_rule ->> 'from_expense')::bigint
                      and e.deleted_at is null
                      and e.spent_on = v.next_on) then
            v.next_n := 1;
        end if;
    end if;
    v_until := greatest(case when v.paused_at is null then app.recurring_until(v, today) else 0 end,
                        v.next_n);
    due := v_until - v.next_n;
    select coalesce(json_agg(app.recurring_day(v.unit, v.every, v.starts_on, v.anchor_day, n) order by n),
                    '[]')
      into due_dates
      from generate_series(v.next_n, least(v_until, v.next_n + 100) - 1) n;
    select coalesce(json_agg(app.recurring_day(v.unit, v.every, v.starts_on, v.anchor_day, n) order by n),
                    '[]')
      into upcoming
      from generate_series(v_until, least(v_until + 12, app.recurring_until(v, null)) - 1) n;
    if v.ends_on is not null or v.max_count is not null then
        total := app.recurring_until(v, null);
        last_on := app.recurring_day(v.unit, v.every, v.starts_on, v.anchor_day, total - 1);
    end if;
    return next;
end
$$;
comment on function app.preview_recurring(jsonb) is
    'What a rule, new or changed, would make now, and its next dates; changes nothing';

-- Sets what a change names on the rule's entries from a day on: by id, then the totals by key, as every
-- other change of many rows locks them.
create function app.change_recurring_entries(
    p_ledger_id bigint, p_from_rule bigint, p_to_rule bigint, p_first date, p_last date,
    p_category_id bigint, p_change jsonb)
returns integer
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ids     bigint[];
    v_changed integer;
begin
    select array_agg(l.id) into v_ids
      from (select e.id
              from app.expenses e
             where e.ledger_id = p_ledger_id
               and e.recurring_id = p_from_rule
               and e.recurring_on between p_first and p_last
             order by e.id
               for update) l;
    perform
       from app.monthly_totals t
      where t.ledger_id = p_ledger_id
        and v_ids is not null
      order by t.month, t.category_id, t.currency
        for no key update;
    if p_from_rule <> p_to_rule then
        insert into app.recurring_dates (ledger_id, recurring_id, due_on)
        select d.ledger_id, p_to_rule, d.due_on
          from app.recurring_dates d
         where d.ledger_id = p_ledger_id
           and d.recurring_id = p_from_rule
           and d.due_on between p_first and p_last;
        delete from app.recurring_dates d
         where d.ledger_id = p_ledger_id
           and d.recurring_id = p_from_rule
           and d.due_on between p_first and p_last;
    end if;
    with wanted as (
        select e.id, e.deleted_at is null as live,
               coalesce(p_change ->> 'title', e.title) as title,
               case
                   when p_change ? 'amount' or p_change ? 'currency'
                   then app.to_minor(
                            coalesce((p_change ->> 'amount')::numeric,
                                     e.amount_minor::numeric
                                     / (array[1, 10, 100, 1000, 10000])[k.digits + 1]),
                            coalesce(p_change ->> 'currency', e.currency))
                   else e.amount_minor
               end as amount_minor,
               coalesce(p_change ->> 'currency', e.currency) as currency,
               coalesce(p_category_id, e.category_id) as category_id
          from app.expenses e
          join app.currencies k on k.code = e.currency
         where e.ledger_id = p_ledger_id
           and e.id = any (v_ids)
    ), done as (
        update app.expenses e
           set recurring_id = p_to_rule,
               title = case when w.live then w.title else e.title end,
               amount_minor = case when w.live then w.amount_minor else e.amount_minor end,
               currency = case when w.live then w.currency else e.currency end,
               category_id = case when w.live then w.category_id else e.category_id end
          from wanted w
         where e.ledger_id = p_ledger_id
           and e.id = w.id
           and (p_from_rule <> p_to_rule
                or w.live
                   and (e.title, e.amount_minor, e.currency, e.category_id)
                       is distinct from (w.title, w.amount_minor, w.currency, w.category_id))
        returning w.live
    )
    select count(*) into v_changed from done d where d.live;
    return v_changed;
end
$$;
comment on function app.change_recurring_entries(bigint, bigint, bigint, date, date, bigint, jsonb) is
    'Changes the live entries that a rule made, and hands them to another one; answers how many; internal';

create function app.change_recurring(p_id bigint, p_versions bigint[], p_change jsonb)
returns setof app.recurring_entry
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger  constant bigint := app.ledger_id();
    v_scope   constant text := coalesce(p_change ->> 'scope', 'rule');
    v_paused  constant boolean := (p_change ->> 'paused')::boolean;
    v_old     app.recurring;
    v_base    app.recurring;
    v         app.recurring;
    v_change  jsonb;
    v_from    date := '-infinity';
    v_last    date;
    v_planned boolean;
    v_category bigint;
    v_changed  integer := 0;
    v_made    integer := 0;
begin
    select r.* into v_old
      from app.recurring r
     where r.ledger_id = v_ledger
       and r.id = p_id
       and r.deleted_at is null
       for update;
    if not found then
        return;
    end if;
    if p_versions is not null and v_old.version <> all (p_versions) then
        return query select x.* from app.answered_recurring(p_id, 0, 0, false) x;
        return;
    end if;
    if p_change ? 'category' then
        v_category := app.category_id(p_change ->> 'category', v_old.category_id);
    end if;
    if v_scope in ('this', 'following') then
        v_from := app.recurring_scope_day(v_old, p_change);
    end if;
    if v_scope = 'this' then
        v_changed := app.change_recurring_entries(v_ledger, p_id, p_id, v_from, v_from, v_category,
                                                  p_change);
        return query select x.* from app.answered_recurring(p_id, 0, v_changed, true) x;
        return;
    end if;

    -- What fell due before the pause is made yet.
    if v_paused and v_old.paused_at is null then
        v_made := app.make_due(v_ledger, array[p_id], now(), 10000);
        select r.* into v_old from app.recurring r where r.ledger_id = v_ledger and r.id = p_id;
    end if;
    select max(d.due_on) into v_last
      from app.recurring_dates d
     where d.ledger_id = v_ledger
       and d.recurring_id = p_id;
    v_change := app.recurring_schedule(v_old, p_change);
    v_base := case when v_scope = 'following'
                   then app.recurring_following(v_old, v_from, v_change) else v_old end;
    v := app.planned_recurring(v_base, v_change, v_last);
    v_planned := (v.unit, v.every, v.starts_on, v.anchor_day, v.ends_on, v.max_count)
                 is distinct from
                 (v_base.unit, v_base.every, v_base.starts_on, v_base.anchor_day, v_base.ends_on,
                  v_base.max_count);
    v.title := coalesce(p_change ->> 'title', v.title);
    if p_change ? 'amount' or p_change ? 'currency' then
        v.currency := coalesce(p_change ->> 'currency', v_old.currency);
        v.amount_minor := app.to_minor(
            coalesce((p_change ->> 'amount')::numeric,
                     v_old.amount_minor::numeric
                     / (select (array[1, 10, 100, 1000, 10000])[k.digits + 1]
                          from app.currencies k
                         where k.code = v_old.currency)),
            v.currency);
    end if;
    v.category_id := coalesce(v_category, v.category_id);
    if v_paused then
        v.paused_at := coalesce(v.paused_at, now());
    elsif not v_paused and v.paused_at is not null then
        v.paused_at := null;
        v.next_n := greatest(v.next_n, app.recurring_until(v, app.own_today() - 1));
        v.next_on := app.recurring_next(v);
        v_planned := true;
    end if;

    if v_base.starts_on <> v_old.starts_on then
        insert into app.recurring
            (ledger_id, title, amount_minor, currency, category_id, unit, every, starts_on, last_day,
             anchor_day, ends_on, max_count, next_n, next_on, paused_at, created_by)
        values (v_ledger, v.title, v.amount_minor, v.currency, v.category_id, v.unit, v.every,
                v.starts_on, v.last_day, v.anchor_day, v.ends_on, v.max_count, v.next_n, v.next_on,
                v.paused_at, v_old.created_by)
        returning id into v.id;
        v_old.ends_on := v_from - 1;
        v_old.max_count := null;
        update app.recurring r
           set ends_on = v_old.ends_on, max_count = null, next_on = app.recurring_next(v_old)
         where r.ledger_id = v_ledger
           and r.id = p_id;
    else
        update app.recurring r
           set title = v.title, amount_minor = v.amount_minor, currency = v.currency,
               category_id = v.category_id, unit = v.unit, every = v.every, starts_on = v.starts_on,
               last_day = v.last_day, anchor_day = v.anchor_day, ends_on = v.ends_on,
               max_count = v.max_count, next_n = v.next_n, next_on = v.next_on,
               paused_at = v.paused_at
         where r.ledger_id = v_ledger
           and r.id = p_id
           and (r.title, r.amount_minor, r.currency, r.category_id, r.unit, r.every, r.starts_on,
                r.last_day, r.anchor_day, r.ends_on, r.max_count, r.paused_at)
               is distinct from
               (v.title, v.amount_minor, v.currency, v.category_id, v.unit, v.every, v.starts_on,
                v.last_day, v.anchor_day, v.ends_on, v.max_count, v.paused_at);
    end if;
    if v_scope in ('following', 'all') then
        v_changed := app.change_recurring_entries(v_ledger, p_id, v.id, v_from, 'infinity', v_category,
                                                  p_change);
    end if;
    if v_planned and v.paused_at is null then
        perform app.confirm_due(v, (p_change ->> 'expected_count')::integer, app.own_today());
        v_made := v_made + app.make_due(v_ledger, array[v.id], now(), 10000);
    end if;
    return query select x.* from app.answered_recurring(v.id, v_made, v_changed, true) x;
end
$$;
comment on function app.change_recurring(bigint, bigint[], jsonb) is
    'Changes a rule and what it makes from now on, one of its entries, what follows a date, or all of them';

grant execute on function app.recurring_entries(bigint), app.upcoming_recurring(date, integer),
                          app.own_today(), app.create_recurring(jsonb), app.preview_recurring(jsonb),
                          app.change_recurring(bigint, bigint[], jsonb)
   to expense_app;
grant execute on function app.recurring_entries(bigint), app.own_today(),
                          app.refuse_recurring(text, text, text),
                          app.planned_recurring(app.recurring, jsonb, date),
                          app.confirm_due(app.recurring, integer, date),
                          app.answered_recurring(bigint, integer, integer, boolean),
                          app.recurring_schedule(app.recurring, jsonb),
                          app.recurring_scope_day(app.recurring, jsonb),
                          app.recurring_following(app.recurring, date, jsonb),
                          app.change_recurring_entries(bigint, bigint, bigint, date, date, bigint, jsonb)
   to expense_guard;
grant create on schema app to expense_guard;
alter function app.create_recurring(jsonb) owner to expense_guard;
alter function app.preview_recurring(jsonb) owner to expense_guard;
alter function app.change_recurring(bigint, bigint[], jsonb) owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
