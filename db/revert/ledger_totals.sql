-- Revert expense:ledger_totals from pg

begin;
set local role expense_owner;

grant create on schema app to expense_guard;
set local role expense_guard;
create or replace function app.expenses_totals() returns trigger
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

set local role expense_owner;
revoke create on schema app from expense_guard;
drop trigger monthly_totals_bulk on app.monthly_totals;
set local role expense_guard;
drop function app.monthly_totals_bulk();
drop function app.change_ledger_total(bigint, bigint, text, numeric, bigint);
set local role expense_owner;
drop table app.ledger_totals;

commit;
