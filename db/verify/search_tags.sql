-- Verify expense:search_tags on pg

begin;

do $$
begin
    assert exists (select from pg_catalog.pg_attribute
                    where attrelid = 'app.filter_values'::regclass
                      and attname = 'text_tag_ids'
                      and not attisdropped);
end
$$;

rollback;
