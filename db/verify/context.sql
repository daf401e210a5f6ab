-- Verify expense:context on pg

begin;

do $$
begin
    assert app.schema_version() >= 1, 'schema version is at least 1';
    assert app.user_id() is null and app.ledger_id() is null, 'nobody is signed in';
    assert app.fold('CAFÉ Ñandú') = 'cafe nandu', 'fold removes case and accents';
    assert app.like_literal('50%_\') = '50\%\_\\', 'LIKE wildcards are literal';
    assert app.is_blank(U&' \00A0') and not app.is_blank(' x '), 'blank text is known';
    assert app.has_control(E'a\tb') and not app.has_control('a b'), 'control characters are known';
end
$$;

rollback;
