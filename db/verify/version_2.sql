-- Verify expense:version_2 on pg

begin;

do $$
begin
    assert app.schema_version() >= 2, 'schema version is at least 2';
end
$$;

rollback;
