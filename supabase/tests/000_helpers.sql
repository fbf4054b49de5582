-- Helpers for every test file. Test databases only: nothing in migrations/ refers to them.
create extension if not exists pgtap with schema extensions;
-- pgTAP itself runs as the person of the test.
grant usage on schema extensions to anon;
grant execute on all functions in schema extensions to anon, authenticated;
create schema if not exists tests;
grant usage on schema tests to anon, authenticated;

-- Signs a person up as the auth server does; our trigger makes their workspace.
create or replace function tests.create_user(p_name text) returns uuid
language sql security definer set search_path = '' as $$
  insert into auth.users (id, email) values (gen_random_uuid(), p_name || '@example.test') returning id;
$$;

create or replace function tests.user_id(p_name text) returns uuid
language sql stable security definer set search_path = '' as $$
  select id from public.users where email = p_name || '@example.test';
$$;

create or replace function tests.workspace_id(p_name text) returns uuid
language sql stable security definer set search_path = '' as $$
  select current_workspace_id from public.users where email = p_name || '@example.test';
$$;

-- Makes a person a member of another person's workspace.
create or replace function tests.join_workspace(p_name text, p_of_name text, p_role text) returns void
language sql security definer set search_path = '' as $$
  insert into public.workspace_members (workspace_id, user_id, role)
  values (tests.workspace_id(p_of_name), tests.user_id(p_name), p_role);
  update public.users set current_workspace_id = tests.workspace_id(p_of_name) where id = tests.user_id(p_name);
$$;

create or replace function tests.sign_in_as(p_name text) returns void
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claim.sub', tests.user_id(p_name)::text, true);
  perform set_config('request.jwt.claim.role', 'authenticated', true);
  perform set_config('request.jwt.claims', json_build_object('sub', tests.user_id(p_name), 'role', 'authenticated')::text, true);
  perform set_config('role', 'authenticated', true);
end;
$$;

create or replace function tests.sign_out() returns void
language plpgsql set search_path = '' as $$
begin
  perform set_config('request.jwt.claim.sub', '', true);
  perform set_config('request.jwt.claims', '', true);
  perform set_config('role', 'anon', true);
end;
$$;

-- A product of the signed-in person.
create or replace function tests.add_product(p_asin text, p_title text default null) returns uuid
language sql set search_path = '' as $$
  insert into public.sourced_products (asin, title) values (p_asin, p_title) returning id;
$$;

-- A file in the store, as the storage server records it.
create or replace function tests.arrive(p_path text, p_size bigint) returns void
language sql security definer set search_path = '' as $$
  insert into storage.objects (bucket_id, name, metadata) values ('product-videos', p_path, jsonb_build_object('size', p_size));
$$;

-- A saved video of a product of the signed-in person.
create or replace function tests.add_video(p_product_id uuid, p_name text default 'clip.mp4') returns uuid
language plpgsql set search_path = '' as $$
declare
  v_upload jsonb := public.begin_upload(p_product_id, p_name, 10, 'video/mp4', 'mp4', 7200);
begin
  perform tests.arrive(v_upload ->> 'storage_path', 10);
  return (public.save_video(p_product_id, (v_upload ->> 'id')::uuid, p_name, 10, 'video/mp4') -> 'video' ->> 'id')::uuid;
end;
$$;

-- Functions are closed by default; the people of the tests must be able to execute these.
grant execute on all functions in schema tests to anon, authenticated;
