-- Revert expense:periods from pg

begin;
set local role expense_owner;

drop function app.month_period(date, smallint);
alter table app.user_settings
    drop column first_day_of_week,
    drop column month_start_day,
    drop column shortcuts;

commit;
