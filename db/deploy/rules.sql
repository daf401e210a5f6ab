-- Deploy expense:rules to pg
-- requires: categories

begin;
set local role expense_owner;

create function app.to_minor(p_amount numeric, p_currency text) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_digits smallint;
    v_minor  numeric;
begin
    select c.digits into v_digits from app.currencies c where c.code = p_currency;
    if not found then
        raise exception using
            errcode = 'ET422', message = format('There is no currency "%s".', left(p_currency, 20)),
            column = 'currency', hint = 'unknown_currency';
    end if;
    v_minor := p_amount * (array[1, 10, 100, 1000, 10000])[v_digits + 1];
    if v_minor is null or v_minor < 0 or v_minor = 0 or v_minor > 9007199254740991 then
        raise exception using
            errcode = 'ET422',
            message = format('Amount must be more than 0 and at most %s %s.',
                             round(9007199254740991 / power(10::numeric, v_digits), v_digits), p_currency),
            column = 'amount', hint = 'out_of_range';
    end if;
    if v_minor <> trunc(v_minor) then
        raise exception using
            errcode = 'ET422',
            message = case v_digits
                          when 0 then format('Use no decimals for %s.', p_currency)
                          else format('Use at most %s decimals for %s.', v_digits, p_currency)
                      end,
            column = 'amount', hint = 'too_many_decimals';
    end if;
    return v_minor;
end
$$;
comment on function app.to_minor(numeric, text) is
    'Amount in whole units to minor units of the currency, exactly, or ET422';

create function app.category_id(p_name text) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_name text := coalesce(nullif(btrim(p_name), ''), 'Other');
    v_id   bigint;
begin
    select c.id into v_id
      from app.categories c
     where c.ledger_id = app.ledger_id()
       and lower(c.name) = lower(v_name);
    if not found then
        raise exception using
            errcode = 'ET422', message = format('There is no category "%s".', left(v_name, 100)),
            column = 'category', hint = 'unknown_category';
    end if;
    return v_id;
end
$$;
comment on function app.category_id(text) is
    'Id of the ledger''s category of that name, whatever its case; none or blank is Other; unknown is ET422';

grant execute on function app.to_minor(numeric, text), app.category_id(text)
   to expense_app, expense_guard;

commit;
