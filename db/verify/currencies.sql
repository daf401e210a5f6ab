-- Verify expense:currencies on pg

begin;

do $$
begin
    assert (select digits = 2 from app.currencies where code = 'INR'), 'INR has two decimals';
    assert (select digits = 0 from app.currencies where code = 'JPY'), 'JPY has none';
    assert (select digits = 3 from app.currencies where code = 'KWD'), 'KWD has three';
end
$$;

rollback;
