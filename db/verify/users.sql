-- Verify expense:users on pg

begin;

select id, name, email, email_verified, picture_url, disabled_at, created_at
  from app.users
 where false;

select issuer, subject, user_id
  from app.identities
 where false;

select user_id, source_url, content_type, bytes, etag, fetched_at
  from app.avatars
 where false;

do $$
begin
    assert (select bool_and(relrowsecurity and relforcerowsecurity)
              from pg_catalog.pg_class
             where oid in ('app.users'::regclass, 'app.identities'::regclass, 'app.avatars'::regclass)), 'row-level security is forced';
end
$$;

rollback;
