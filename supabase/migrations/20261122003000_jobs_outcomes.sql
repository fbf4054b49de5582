-- What became of a request whose answer was lost: the first change of a request with an Idempotency-Key is noted in the
-- transaction of that change.

-- The server sends the request's key to the data API as the header x-idempotency-key.
create function private.note_write() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if coalesce(current_setting('opsyncpro.is_write_noted', true), '') = '' then
    perform set_config('opsyncpro.is_write_noted', 'yes', true);
    update private.idempotency_keys set written_at = coalesce(written_at, clock_timestamp())
    where user_id = (select auth.uid()) and status is null
      and key = current_setting('request.headers', true)::jsonb ->> 'x-idempotency-key';
  end if;
  return null;
end;
$$;

-- A later table of the data API calls this for itself; supabase/tests/every-table.test.sql names the ones without.
create function private.note_writes_of(p_table regclass) returns void
language plpgsql
set search_path = ''
as $$
begin
  execute format($trigger$
    create trigger _900_note_write after insert or update or delete on %s
    for each row when (strpos(current_setting('request.headers', true), '"x-idempotency-key"') > 0)
    execute function private.note_write()
  $trigger$, p_table);
end;
$$;
select private.note_writes_of(format('public.%I', tablename)::regclass) from pg_catalog.pg_tables
where schemaname = 'public';
