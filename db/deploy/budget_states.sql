-- Deploy expense:budget_states to pg
-- requires: budgets
-- requires: periods
-- requires: totals

-- What is spent of each budget. Whole months are read from the totals and only the ragged ends of a period
-- from the rows, for a period as for all the periods whose left-overs roll over at once: so the cost of
-- one budget is at most two pieces of a month's rows, however many expenses the ledger has.

begin;
set local role expense_owner;

-- CLDR's week data: where the week begins on another day than Monday. A language alone stands for the
-- region that most of its speakers live in.
create function app.week_start(p_locale text) returns smallint
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
               when l.region = 'MV' or l.region is null and l.language = 'dv' then 5
               when l.region in ('AF', 'BH', 'DJ', 'DZ', 'EG', 'IQ', 'IR', 'JO', 'KW', 'LY', 'OM', 'QA',
                                 'SD', 'SY')
                    or l.region is null and l.language in ('ar', 'fa', 'ps') then 6
               when l.region in ('AG', 'AS', 'BD', 'BR', 'BS', 'BT', 'BW', 'BZ', 'CA', 'CO', 'DM', 'DO',
                                 'ET', 'GT', 'GU', 'HK', 'HN', 'ID', 'IL', 'IN', 'IS', 'JM', 'JP', 'KE',
                                 'KH', 'KR', 'LA', 'MH', 'MM', 'MO', 'MT', 'MX', 'MZ', 'NI', 'NP', 'PA',
                                 'PE', 'PH', 'PK', 'PR', 'PT', 'PY', 'SA', 'SG', 'SV', 'TH', 'TT', 'TW',
                                 'UM', 'US', 'VE', 'VI', 'WS', 'YE', 'ZA', 'ZW')
                    or l.region is null
                       and l.language in ('af', 'am', 'as', 'bn', 'dz', 'en', 'gn', 'gu', 'he', 'hi', 'id',
                                          'is', 'ja', 'jv', 'km', 'kn', 'ko', 'ks', 'lo', 'ml', 'mr', 'mt',
                                          'my', 'nd', 'ne', 'om', 'or', 'pa', 'pt', 'qu', 'sa', 'sd', 'sm',
                                          'sn', 'st', 'su', 'ta', 'te', 'th', 'ti', 'tn', 'ts', 'ur', 've',
                                          'xh', 'zu') then 0
               else 1
           end::smallint
      from (select lower(split_part(p_locale, '-', 1)) as language,
                   upper(substring(p_locale from '^[A-Za-z]+(?:-[A-Za-z]{4})?-([A-Za-z]{2})(?:-|$)')) as region) l;
$$;
comment on function app.week_start(text) is
    'First day of the week (0 is Sunday) that is usual where a locale is spoken';

create function app.budget_period(
    p_period text, p_day date, p_month_start smallint, p_week_start smallint,
    out first_day date, out last_day date)
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    case p_period
        when 'month' then
            select m.first_day, m.last_day
              into budget_period.first_day, budget_period.last_day
              from app.month_period(p_day, p_month_start) m;
        when 'week' then
            first_day := p_day - (extract(dow from p_day)::integer - p_week_start + 7) % 7;
            last_day := first_day + 6;
        when 'year' then
            first_day := make_date(extract(year from p_day)::integer, 1, 1);
            last_day := make_date(extract(year from p_day)::integer, 12, 31);
    end case;
end
$$;
comment on function app.budget_period(text, date, smallint, smallint) is
    'First and last day of the week, month or year that holds a day; internal';

create function app.budget_periods(p_period text, p_first date, p_next date) returns integer
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    -- Every calendar month has exactly one first day of a period, whichever day of the month that is.
    select case p_period
               when 'week' then (p_next - p_first) / 7
               when 'month' then (extract(year from p_next) * 12 + extract(month from p_next)
                                  - extract(year from p_first) * 12 - extract(month from p_first))::integer
               when 'year' then (extract(year from p_next) - extract(year from p_first))::integer
           end;
$$;
comment on function app.budget_periods(text, date, date) is
    'Number of periods between the first days of two; internal';

create function app.budget_spent(
    p_ledger_id bigint, p_category_id bigint, p_currency text, p_first date, p_last date,
    out amount_minor numeric, out count bigint, out others bigint)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    v_first_month constant date := date_trunc('month', p_first + interval '1 month - 1 day')::date;
    v_end_month   constant date := date_trunc('month', p_last + interval '1 day')::date;
    v_categories  bigint[];
    v_part        record;
begin
    amount_minor := 0;
    count := 0;
    others := 0;
    if p_category_id is not null then
        v_categories := app.category_family(p_category_id);
    end if;

    if v_first_month < v_end_month then
        select coalesce(sum(t.amount_minor) filter (where t.currency = p_currency), 0),
               coalesce(sum(t.count) filter (where t.currency = p_currency), 0),
               coalesce(sum(t.count) filter (where t.currency <> p_currency), 0)
          into amount_minor, count, others
          from app.monthly_totals t
         where t.ledger_id = p_ledger_id
           and t.month >= v_first_month
           and t.month < v_end_month
           and (v_categories is null or t.category_id = any (v_categories));
    end if;

    -- The days before the first whole month and after the last; without a whole month the first of the
    -- two has them all.
    for v_part in
        select r.first_day, r.last_day
          from (values (p_first, least(v_first_month - 1, p_last)),
                       (greatest(v_first_month, v_end_month), p_last)) r (first_day, last_day)
         where r.first_day <= r.last_day
    loop
        if v_categories is null then
            select budget_spent.amount_minor
                       + coalesce(sum(x.amount_minor) filter (where x.currency = p_currency), 0),
                   budget_spent.count + count(*) filter (where x.currency = p_currency),
                   budget_spent.others + count(*) filter (where x.currency <> p_currency)
              into amount_minor, count, others
              from app.expenses x
             where x.ledger_id = p_ledger_id
               and x.deleted_at is null
               and x.spent_on between v_part.first_day and v_part.last_day;
        else
            select budget_spent.amount_minor
                       + coalesce(sum(x.amount_minor) filter (where x.currency = p_currency), 0),
                   budget_spent.count + count(*) filter (where x.currency = p_currency),
                   budget_spent.others + count(*) filter (where x.currency <> p_currency)
              into amount_minor, count, others
              from app.expenses x
             where x.ledger_id = p_ledger_id
               and x.deleted_at is null
               and x.category_id = any (v_categories)
               and x.spent_on between v_part.first_day and v_part.last_day;
        end if;
    end loop;
end
$$;
comment on function app.budget_spent(bigint, bigint, text, date, date) is
    'Sum and number of the live expenses of some days in a category with its children, or in all; others: how many are in other currencies; internal';

create type app.budget_state as (
    id bigint, category_id bigint, category text, archived boolean, period text, currency text,
    amount_minor bigint, roll_over boolean, thresholds smallint[], version bigint,
    created_at timestamptz, updated_at timestamptz, first_day date, last_day date, carried_minor numeric,
    limit_minor numeric, spent_minor numeric, count bigint, others bigint, percent numeric, pace numeric
);
comment on type app.budget_state is
    'A budget in one of its periods. carried: what the period before left over (below zero: overspent); limit: amount and carried; percent: spent of the limit, null without a limit above zero; pace: percent of the period''s days that have come, today included';

create function app.budget_states(p_id bigint, p_day date, p_deleted boolean default false)
returns setof app.budget_state
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger      constant bigint := app.ledger_id();
    v_today       date;
    v_month_start smallint;
    v_week_start  smallint;
    v_budget      record;
    v_term        record;
    v_state       app.budget_state;
    v_first       date;     -- of the periods that a term holds for
    v_run_first   date;     -- of all the periods that roll over into this one
    v_run_last    date;
    v_given       numeric;  -- their amounts
begin
    select (now() at time zone s.time_zone)::date, s.month_start_day,
           coalesce(s.first_day_of_week, app.week_start(s.locale))
      into v_today, v_month_start, v_week_start
      from app.user_settings s
     where s.user_id = app.user_id();

    for v_budget in
        select b.id, b.category_id, c.name as category, c.archived_at is not null as archived, b.period,
               b.currency, b.thresholds, b.version, b.created_at, b.updated_at,
               (select min(t.from_day)
                  from app.budget_terms t
                 where t.ledger_id = b.ledger_id
                   and t.budget_id = b.id) as begins
          from app.budgets b
          left join app.categories c
            on c.ledger_id = b.ledger_id
           and c.id = b.category_id
         where b.ledger_id = v_ledger
           and (b.deleted_at is null or p_deleted)
           and (p_id is null or b.id = p_id)
         order by b.category_id is not null, c.position, c.id, b.period, b.currency
    loop
        v_state.id := v_budget.id;
        v_state.category_id := v_budget.category_id;
        v_state.category := v_budget.category;
        v_state.archived := v_budget.archived;
        v_state.period := v_budget.period;
        v_state.currency := v_budget.currency;
        v_state.thresholds := v_budget.thresholds;
        v_state.version := v_budget.version;
        v_state.created_at := v_budget.created_at;
        v_state.updated_at := v_budget.updated_at;
        -- Today may be before the beginning: the person has moved to another time zone since.
        select p.first_day, p.last_day
          into v_state.first_day, v_state.last_day
          from app.budget_period(v_budget.period, coalesce(p_day, greatest(v_today, v_budget.begins)),
                                 v_month_start, v_week_start) p;

        -- From the terms of this period back to the first period that left-overs can come from.
        v_state.amount_minor := null;
        v_run_first := null;
        v_run_last := v_state.first_day - 1;
        v_given := 0;
        for v_term in
            select t.from_day, t.amount_minor, t.roll_over
              from app.budget_terms t
             where t.ledger_id = v_ledger
               and t.budget_id = v_budget.id
               and t.from_day <= v_state.last_day
             order by t.from_day desc
        loop
            if v_state.amount_minor is null then
                v_state.amount_minor := v_term.amount_minor;
                v_state.roll_over := v_term.roll_over;
            end if;
            select p.first_day into v_first
              from app.budget_period(v_budget.period, v_term.from_day, v_month_start, v_week_start) p;
            continue when v_first > v_run_last;
            exit when not v_term.roll_over;
            v_given := v_given + v_term.amount_minor::numeric
                                 * app.budget_periods(v_budget.period, v_first, v_run_last + 1);
            v_run_first := v_first;
            v_run_last := v_first - 1;
        end loop;
        continue when v_state.amount_minor is null;  -- it wasn't there yet

        v_state.carried_minor := 0;
        if v_run_first is not null then
            select v_given - s.amount_minor into v_state.carried_minor
              from app.budget_spent(v_ledger, v_budget.category_id, v_budget.currency, v_run_first,
                                    v_state.first_day - 1) s;
        end if;
        select s.amount_minor, s.count, s.others
          into v_state.spent_minor, v_state.count, v_state.others
          from app.budget_spent(v_ledger, v_budget.category_id, v_budget.currency, v_state.first_day,
                                v_state.last_day) s;
        v_state.limit_minor := v_state.amount_minor + v_state.carried_minor;
        v_state.percent := case when v_state.limit_minor > 0
                                then trunc(v_state.spent_minor * 100 / v_state.limit_minor, 2) end;
        v_state.pace := trunc(100.0 * least(greatest(v_today - v_state.first_day + 1, 0),
                                            v_state.last_day - v_state.first_day + 1)
                              / (v_state.last_day - v_state.first_day + 1), 2);
        return next v_state;
    end loop;
end
$$;
comment on function app.budget_states(bigint, date, boolean) is
    'The ledger''s budgets, or one, in the period that holds a day (null: today); one that began later is left out';

grant execute on function app.week_start(text), app.budget_states(bigint, date, boolean)
   to expense_app;

grant create on schema app to expense_guard;
alter function app.week_start(text) owner to expense_guard;
alter function app.budget_period(text, date, smallint, smallint) owner to expense_guard;
alter function app.budget_periods(text, date, date) owner to expense_guard;
alter function app.budget_spent(bigint, bigint, text, date, date) owner to expense_guard;
alter function app.budget_states(bigint, date, boolean) owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
