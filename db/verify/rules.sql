-- Verify expense:rules on pg

begin;

do $$
begin
    assert app.to_minor(15.5, 'INR') = 1550, 'amounts become minor units';
    assert has_function_privilege('expense_app', 'app.category_id(text)', 'execute');
end
$$;

rollback;
