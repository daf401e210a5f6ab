-- Deploy expense:periods to pg
-- requires: settings

begin;
set local role expense_owner;

alter table app.user_settings
    add column first_day_of_week smallint,
    add column month_start_day   smallint not null default 1,
    add column shortcuts         boolean  not null default true,
    add constraint user_settings_first_day_of_week_is_day check (first_day_of_week between 0 and 6),
    add constraint user_settings_month_start_day_is_day check (month_start_day between 1 and 31);
comment on column app.user_settings.first_day_of_week is
    '0 is Sunday, 6 is Saturday; null: what is usual where the locale is spoken';
comment on column app.user_settings.month_start_day is
    'The day on which a month of reports and budgets begins: a pay day. See app.month_period()';
comment on column app.user_settings.shortcuts is 'False: single keys do nothing in the web app';

grant update (first_day_of_week, month_start_day, shortcuts) on app.user_settings to expense_app;

-- The day is counted from the month that it stands in, never from the period before, so a short
-- month shortens its own period only: 31 Jan, 28 Feb, 31 Mar.
create function app.month_period(
    p_day date, p_start_day smallint, out first_day date, out last_day date)
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_month date := date_trunc('month', p_day::timestamp)::date;
    v_next  date := (v_month + interval '1 month')::date;
    v_start date;
begin
    if p_start_day not between 1 and 31 then
        raise exception using
            errcode = 'ET422', message = 'A month begins on one of its days, 1 to 31.',
            column = 'month_start_day', hint = 'out_of_range';
    end if;
    v_start := least(v_month + p_start_day - 1, v_next - 1);
    if p_day >= v_start then
        first_day := v_start;
        last_day := least(v_next + p_start_day - 1, (v_next + interval '1 month')::date - 1) - 1;
    else
        first_day := least((v_month - interval '1 month')::date + p_start_day - 1, v_month - 1);
        last_day := v_start - 1;
    end if;
end
$$;
comment on function app.month_period(date, smallint) is
    'First and last day of the month that holds a day, when months begin on p_start_day (in a shorter month: on its last day). Periods touch: none overlaps, none leaves a gap';
grant execute on function app.month_period(date, smallint) to expense_guard, expense_search, expense_app;

commit;
