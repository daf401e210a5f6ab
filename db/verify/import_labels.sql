-- Verify expense:import_labels on pg

begin;

do $$
begin
    assert (select (r).tags = array['a'] and (r).merchant = 'M'
              from jsonb_populate_record(null::app.import_row, '{"merchant": "M", "tags": ["a"]}') r);
end
$$;

rollback;
