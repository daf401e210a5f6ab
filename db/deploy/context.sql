-- Deploy expense:context to pg
-- requires: schema

begin;
set local role expense_owner;

-- Who is asking, for the length of one transaction: app.begin_session() sets it. A custom setting
-- reads '' instead of NULL once a connection has used it, hence nullif. No SET clause, so that the
-- planner inlines them; the names are qualified instead.
create function app.user_id() returns bigint
language sql stable parallel safe
as $$ select nullif(pg_catalog.current_setting('app.user_id', true), '')::pg_catalog.int8 $$;
comment on function app.user_id() is 'The signed-in user of this transaction, or null';

create function app.ledger_id() returns bigint
language sql stable parallel safe
as $$ select nullif(pg_catalog.current_setting('app.ledger_id', true), '')::pg_catalog.int8 $$;
comment on function app.ledger_id() is 'The ledger of this transaction, or null';

create function app.schema_version() returns integer
language sql immutable parallel safe
as $$ select 1 $$;
comment on function app.schema_version() is
    'Workers refuse to serve on a version outside the range that they were built for';

-- Text without case and accents, for search. The dictionary is named, so the result doesn't depend on
-- search_path; ICU's root collation makes lower() the same under any locale of the database.
create function app.fold(p_text text) returns text
language plpgsql immutable strict parallel safe
as $$
begin
    return pg_catalog.lower(
        ext.unaccent('ext.unaccent'::pg_catalog.regdictionary, p_text)
        collate pg_catalog."und-x-icu");
end
$$;
comment on function app.fold(text) is
    'Lower case without accents. An index stores it: after a change of its rules, reindex';

-- Text as a LIKE pattern that means itself.
create function app.like_literal(p_text text) returns text
language sql immutable strict parallel safe
as $$ select pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(
        p_text, '\', '\\'), '%', '\%'), '_', '\_') $$;
comment on function app.like_literal(text) is 'Escapes what LIKE would take as a wildcard';

-- Characters that a person cannot see; a name or title made only of them is blank.
create function app.is_blank(p_text text) returns boolean
language sql immutable strict parallel safe
as $$ select pg_catalog.btrim(p_text,
    U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\200B\2028\2029\202F\205F\3000\FEFF'
    ) = '' $$;
comment on function app.is_blank(text) is 'True when nothing of the text can be seen';

create function app.has_control(p_text text) returns boolean
language sql immutable strict parallel safe
as $$ select p_text ~ '[\u0001-\u001f\u007f-\u009f]' $$;
comment on function app.has_control(text) is 'True when the text has a control character (C0, DEL, C1)';

grant execute on function app.user_id(), app.ledger_id()
   to expense_guard, expense_search, expense_app, expense_backup;
grant execute on function app.schema_version()
   to expense_guard, expense_app, expense_identity, expense_exporter;
grant usage on schema app to expense_exporter;
grant execute on function app.fold(text), app.like_literal(text), app.is_blank(text),
                          app.has_control(text)
   to expense_guard, expense_search, expense_app, expense_backup;

commit;
