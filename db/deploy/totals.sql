-- Deploy expense:totals to pg
-- requires: expenses

begin;
set local role expense_owner;

create table app.monthly_totals (
    ledger_id    bigint  not null,
    month        date    not null,
    category_id  bigint  not null,
    currency     text    not null,
    amount_minor numeric not null,
    count        bigint  not null,
    constraint monthly_totals_pkey primary key (ledger_id, month, category_id, currency),
    constraint monthly_totals_category_fkey foreign key (ledger_id, category_id)
        references app.categories (ledger_id, id) on delete cascade,
    constraint monthly_totals_currency_fkey
        foreign key (currency) references app.currencies (code),
    constraint monthly_totals_month_first check (extract(day from month) = 1),
    constraint monthly_totals_not_negative check (amount_minor >= 0 and count >= 0)
) with (fillfactor = 70);
comment on table app.monthly_totals is
    'Sum and number of live expenses per ledger, month, category and currency. Always equal to the rows; only triggers and bulk functions write it';
comment on column app.monthly_totals.month is 'First day of the month';
comment on column app.monthly_totals.amount_minor is 'Numeric: a sum may pass bigint';

alter table app.monthly_totals enable row level security;
alter table app.monthly_totals force row level security;
create policy own on app.monthly_totals for select to expense_app
    using (ledger_id = (select app.ledger_id()));
create policy guard on app.monthly_totals to expense_guard using (true) with check (true);
create policy search on app.monthly_totals for select to expense_search using (true);
grant select on app.monthly_totals to expense_app, expense_search;
grant select, insert, update, delete on app.monthly_totals to expense_guard;

-- Single values and not the row: passing it costs more than the change itself.
create function app.add_to_totals(
    p_ledger_id bigint, p_day date, p_category_id bigint, p_currency text, p_amount_minor bigint)
returns void
language plpgsql
as $$
begin
    insert into app.monthly_totals as t (ledger_id, month, category_id, currency, amount_minor, count)
    values (p_ledger_id, date_trunc('month', p_day::timestamp)::date, p_category_id, p_currency,
            p_amount_minor, 1)
    on conflict on constraint monthly_totals_pkey do update
       set amount_minor = t.amount_minor + excluded.amount_minor,
           count = t.count + 1;
end
$$;
comment on function app.add_to_totals(bigint, date, bigint, text, bigint) is 'Adds one live expense to its month';

create function app.take_from_totals(
    p_ledger_id bigint, p_day date, p_category_id bigint, p_currency text, p_amount_minor bigint)
returns void
language plpgsql
as $$
declare
    v_month date := date_trunc('month', p_day::timestamp)::date;
    v_count bigint;
begin
    update app.monthly_totals t
       set amount_minor = t.amount_minor - p_amount_minor,
           count = t.count - 1
     where t.ledger_id = p_ledger_id
       and t.month = v_month
       and t.category_id = p_category_id
       and t.currency = p_currency
    returning t.count into strict v_count;

    if v_count = 0 then
        delete from app.monthly_totals t
         where t.ledger_id = p_ledger_id
           and t.month = v_month
           and t.category_id = p_category_id
           and t.currency = p_currency;
    end if;
end
$$;
comment on function app.take_from_totals(bigint, date, bigint, text, bigint) is
    'Takes one expense out of its month; a month that becomes empty has no row';

-- An expense that moves touches two totals, always in the order of their keys, so that two moves in
-- opposite directions can't wait for each other.
create function app.expenses_totals() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        if new.deleted_at is null then
            perform app.add_to_totals(new.ledger_id, new.spent_on, new.category_id, new.currency,
                                      new.amount_minor);
        end if;
    elsif tg_op = 'DELETE' then
        if old.deleted_at is null then
            perform app.take_from_totals(old.ledger_id, old.spent_on, old.category_id, old.currency,
                                         old.amount_minor);
        end if;
    elsif old.deleted_at is not null or new.deleted_at is not null then
        if old.deleted_at is null then
            perform app.take_from_totals(old.ledger_id, old.spent_on, old.category_id, old.currency,
                                         old.amount_minor);
        elsif new.deleted_at is null then
            perform app.add_to_totals(new.ledger_id, new.spent_on, new.category_id, new.currency,
                                      new.amount_minor);
        end if;
    elsif (date_trunc('month', new.spent_on::timestamp), new.category_id, new.currency)
        = (date_trunc('month', old.spent_on::timestamp), old.category_id, old.currency) then
        update app.monthly_totals t
           set amount_minor = t.amount_minor - old.amount_minor + new.amount_minor
         where t.ledger_id = new.ledger_id
           and t.month = date_trunc('month', new.spent_on::timestamp)::date
           and t.category_id = new.category_id
           and t.currency = new.currency;
    elsif (date_trunc('month', new.spent_on::timestamp), new.category_id, new.currency)
        < (date_trunc('month', old.spent_on::timestamp), old.category_id, old.currency) then
        perform app.add_to_totals(new.ledger_id, new.spent_on, new.category_id, new.currency,
                                  new.amount_minor);
        perform app.take_from_totals(old.ledger_id, old.spent_on, old.category_id, old.currency,
                                     old.amount_minor);
    else
        perform app.take_from_totals(old.ledger_id, old.spent_on, old.category_id, old.currency,
                                     old.amount_minor);
        perform app.add_to_totals(new.ledger_id, new.spent_on, new.category_id, new.currency,
                                  new.amount_minor);
    end if;
    return null;
end
$$;
comment on function app.expenses_totals() is 'Keeps monthly_totals equal to the live expenses';
create trigger expenses_totals_change after insert or delete on app.expenses
    for each row
    when (current_user <> 'expense_guard' or coalesce(current_setting('app.bulk', true), '') <> 'on')
    execute function app.expenses_totals();
create trigger expenses_totals_update
    after update of amount_minor, currency, category_id, spent_on, deleted_at on app.expenses
    for each row
    when ((old.amount_minor, old.currency, old.category_id, old.spent_on, old.deleted_at is null)
          is distinct from
          (new.amount_minor, new.currency, new.category_id, new.spent_on, new.deleted_at is null)
          and (current_user <> 'expense_guard'
               or coalesce(current_setting('app.bulk', true), '') <> 'on'))
    execute function app.expenses_totals();

-- After the triggers: making one takes the right to execute its function.
grant create on schema app to expense_guard;
alter function app.add_to_totals(bigint, date, bigint, text, bigint) owner to expense_guard;
alter function app.take_from_totals(bigint, date, bigint, text, bigint) owner to expense_guard;
alter function app.expenses_totals() owner to expense_guard;
revoke create on schema app from expense_guard;

commit;
