-- Verify expense:settings on pg

begin;

select user_id, theme, currency, locale, time_zone, notifications, version, updated_at
  from app.user_settings
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.user_settings'::regclass)), 'row-level security is forced';
    assert exists (select from pg_catalog.pg_trigger where tgname = 'user_settings_before'),
        'the version is counted';
end
$$;

rollback;
