-- Deploy expense:ledger_totals to pg
-- requires: totals
-- requires: category_levels

-- What a ledger spent in all, per category: a summary without a period reads these few rows instead of
-- every month of ten years.

begin;
set local role expense_owner;

create table app.ledger_totals (
    ledger_id    bigint  not null,
    category_id  bigint  not null,
    currency     text    not null,
    amount_minor numeric not null,
    count        bigint  not null,
    constraint ledger_totals_pkey primary key (ledger_id, category_id, currency),
    constraint ledger_totals_category_fkey foreign key (ledger_id, category_id)
        references app.categories (ledger_id, id) on delete cascade,
    constraint ledger_totals_not_negative check (amount_minor >= 0 and count >= 0)
) with (fillfactor = 50);
comment on table app.ledger_totals is
    'Sum and number of live expenses per ledger, category and currency. Always the sums of monthly_totals; only triggers write it';
comment on column app.ledger_totals.amount_minor is 'Numeric: a sum may pass bigint';

alter table app.ledger_totals enable row level security;
alter table app.ledger_totals force row level security;
create policy own on app.ledger_totals for select to expense_app
    using (ledger_id = (select app.ledger_id()));
create policy guard on app.ledger_totals to expense_guard using (true) with check (true);
create policy backup on app.ledger_totals for select to expense_backup using (true);
grant select on app.ledger_totals to expense_app, expense_backup;
grant select, insert, update, delete on app.ledger_totals to expense_guard;

-- Adds to one total, or takes from it; a total that becomes empty has no row. There is none to take from
-- when the category itself is going.
create function app.change_ledger_total(
    p_ledger_id bigint, p_category_id bigint, p_currency text, p_amount_minor numeric, p_count bigint)
returns void
language plpgsql
as $$
declare
    v_count bigint;
begin
    update app.ledger_totals t
       set amount_minor = t.amount_minor + p_amount_minor,
           count = t.count + p_count
     where t.ledger_id = p_ledger_id
       and t.category_id = p_category_id
       and t.currency = p_currency
    returning t.count into v_count;
    if v_count = 0 then
        delete from app.ledger_totals t
         where t.ledger_id = p_ledger_id
           and t.category_id = p_category_id
           and t.currency = p_currency;
    elsif v_count is null and p_count > 0 then
        insert into app.ledger_totals as t (ledger_id, category_id, currency, amount_minor, count)
        values (p_ledger_id, p_category_id, p_currency, p_amount_minor, p_count)
        on conflict on constraint ledger_totals_pkey do update
           set amount_minor = t.amount_minor + excluded.amount_minor,
               count = t.count + excluded.count;
    end if;
end
$$;
comment on function app.change_ledger_total(bigint, bigint, text, numeric, bigint) is
    'Adds live expenses to the total of their category, or takes them out; internal';

-- Whoever changes many expenses at once writes monthly_totals by one statement, with app.bulk set; no
-- such function has to know of ledger_totals. All of the ledger's are locked first, in the order of their
-- keys, because months come in another one.
create function app.monthly_totals_bulk() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ledger constant bigint := coalesce(new.ledger_id, old.ledger_id);
begin
    perform
       from app.ledger_totals t
      where t.ledger_id = v_ledger
      order by t.category_id, t.currency
        for no key update;
    perform app.change_ledger_total(v_ledger, coalesce(new.category_id, old.category_id),
                                    coalesce(new.currency, old.currency),
                                    coalesce(new.amount_minor, 0) - coalesce(old.amount_minor, 0),
                                    coalesce(new.count, 0) - coalesce(old.count, 0));
    return null;
end
$$;
comment on function app.monthly_totals_bulk() is 'Lets ledger_totals follow a bulk change of monthly_totals';
create trigger monthly_totals_bulk after insert or update or delete on app.monthly_totals
    for each row when (coalesce(current_setting('app.bulk', true), '') = 'on')
    execute function app.monthly_totals_bulk();

-- Months first, in the order of their keys, then the ledger's totals in the order of theirs: two changes
-- in opposite directions wait for each other, but not in a circle. With app.bulk set, which only
-- expense_guard is believed, the trigger above does the second half; so setting it elsewhere changes nothing.
grant create on schema app to expense_guard;
set local role expense_guard;
create or replace function app.expenses_totals() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_taken boolean := tg_op <> 'INSERT' and old.deleted_at is null;
    v_added boolean := tg_op <> 'DELETE' and new.deleted_at is null;
begin
    if v_added and not v_taken then
        insert into app.monthly_totals as t
               (ledger_id, month, category_id, currency, amount_minor, count)
        values (new.ledger_id, date_trunc('month', new.spent_on::timestamp)::date, new.category_id,
                new.currency, new.amount_minor, 1)
        on conflict on constraint monthly_totals_pkey do update
           set amount_minor = t.amount_minor + excluded.amount_minor,
               count = t.count + 1;
    elsif v_taken and not v_added then
        perform app.take_from_totals(old.ledger_id, old.spent_on, old.category_id, old.currency,
                                     old.amount_minor);
    elsif not v_taken then
        return null;
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

    if coalesce(current_setting('app.bulk', true), '') = 'on' then
        return null;
    end if;
    if v_added and not v_taken then
        insert into app.ledger_totals as t (ledger_id, category_id, currency, amount_minor, count)
        values (new.ledger_id, new.category_id, new.currency, new.amount_minor, 1)
        on conflict on constraint ledger_totals_pkey do update
           set amount_minor = t.amount_minor + excluded.amount_minor,
               count = t.count + 1;
    elsif not v_added then
        perform app.change_ledger_total(old.ledger_id, old.category_id, old.currency,
                                        -old.amount_minor, -1);
    elsif (new.category_id, new.currency) = (old.category_id, old.currency) then
        if new.amount_minor <> old.amount_minor then
            perform app.change_ledger_total(new.ledger_id, new.category_id, new.currency,
                                            new.amount_minor - old.amount_minor, 0);
        end if;
    elsif (new.category_id, new.currency) < (old.category_id, old.currency) then
        perform app.change_ledger_total(new.ledger_id, new.category_id, new.currency, new.amount_minor, 1);
        perform app.change_ledger_total(old.ledger_id, old.category_id, old.currency,
                                        -old.amount_minor, -1);
    else
        perform app.change_ledger_total(old.ledger_id, old.category_id, old.currency,
                                        -old.amount_minor, -1);
        perform app.change_ledger_total(new.ledger_id, new.category_id, new.currency, new.amount_minor, 1);
    end if;
    return null;
end
$$;
comment on function app.expenses_totals() is
    'Keeps monthly_totals and ledger_totals equal to the live expenses';

set local role expense_owner;
alter function app.change_ledger_total(bigint, bigint, text, numeric, bigint) owner to expense_guard;
alter function app.monthly_totals_bulk() owner to expense_guard;
revoke create on schema app from expense_guard;

set local role expense_guard;
insert into app.ledger_totals (ledger_id, category_id, currency, amount_minor, count)
select t.ledger_id, t.category_id, t.currency, sum(t.amount_minor), sum(t.count)
  from app.monthly_totals t
 group by t.ledger_id, t.category_id, t.currency;

commit;
