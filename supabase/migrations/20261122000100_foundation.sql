-- What every domain stands on: closed doors by default, one private schema, one clock for updated_at. House rules:
-- docs/architecture.md#sql. Errors meant for the caller use errcode PT4xx and carry a problem code as message.

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

-- Nothing is open unless a grant below its table says so.
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
alter default privileges revoke execute on functions from public;

-- Not exposed by the data API: tables that hold no person's data, and the inner half of public functions.
create schema private;
-- Usage only names things; every function and table in it stays closed until granted one by one.
grant usage on schema private to authenticated, service_role;
grant usage on schema extensions to authenticated, service_role;

create function private.touch_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- Always later than before, even when the clock is too coarse to tell two writes apart.
  new.updated_at := greatest(now(), old.updated_at + interval '1 microsecond');
  return new;
end;
$$;
comment on function private.touch_updated_at() is 'updated_at is the row''s version: If-Match compares it.';

-- The health check's question.
create function public.ping() returns boolean
language sql
stable
set search_path = ''
as $$
  select true;
$$;
grant execute on function public.ping() to anon, authenticated, service_role;

-- Every % and _ a person types is meant as itself.
create function private.escape_like(term text) returns text
language sql
immutable
set search_path = ''
as $$
  select replace(replace(replace(term, '\', '\\'), '%', '\%'), '_', '\_');
$$;
