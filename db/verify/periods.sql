-- Verify expense:periods on pg

begin;

select first_day_of_week, month_start_day, shortcuts
  from app.user_settings
 where false;

do $$
begin
    assert (select (p.first_day, p.last_day) = (date '2024-02-29', date '2024-03-30')
              from app.month_period('2024-03-15', 31::smallint) p), 'a short month clamps';
end
$$;

rollback;
