-- Amazon's marketplaces, and the other ASINs that a product's video may serve.

create table public.marketplaces (
  code       text primary key,
  name       text not null,
  domain     text not null unique,
  language   text not null,
  position   integer not null,
  is_default boolean not null
);
comment on table public.marketplaces
  is 'Amazon''s marketplaces. Same list as core/src/marketplaces.ts; a test compares the two.';

insert into public.marketplaces (position, code, name, domain, language, is_default) values
  (1, 'US', 'United States', 'amazon.com', 'en', true),
  (2, 'CA', 'Canada', 'amazon.ca', 'en', true),
  (3, 'UK', 'United Kingdom', 'amazon.co.uk', 'en', true),
  (4, 'DE', 'Germany', 'amazon.de', 'de', true),
  (5, 'AU', 'Australia', 'amazon.com.au', 'en', false),
  (6, 'FR', 'France', 'amazon.fr', 'fr', false),
  (7, 'ES', 'Spain', 'amazon.es', 'es', false),
  (8, 'IT', 'Italy', 'amazon.it', 'it', false),
  (9, 'MX', 'Mexico', 'amazon.com.mx', 'es', false),
  (10, 'JP', 'Japan', 'amazon.co.jp', 'ja', false);

create table public.workspace_marketplaces (
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id) on delete cascade,
  marketplace  text not null references public.marketplaces (code),
  is_enabled   boolean not null,
  is_home      boolean not null default false,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  primary key (workspace_id, marketplace),
  constraint workspace_marketplaces_home_is_enabled check (is_enabled or not is_home)
);
comment on column public.workspace_marketplaces.is_home
  is 'OpSyncPro creates a product''s own task here; enabled marketplaces also serve correlated ASINs.';

create trigger _100_touch_updated_at before update on public.workspace_marketplaces
  for each row execute function private.touch_updated_at();

create function private.seed_marketplaces() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.workspace_marketplaces (workspace_id, marketplace, is_enabled, is_home)
  select new.id, code, is_default, code = 'US' from public.marketplaces;
  return null;
end;
$$;
create trigger _200_seed_marketplaces after insert on public.workspaces
  for each row execute function private.seed_marketplaces();

create table public.asin_correlations (
  id                uuid primary key default gen_random_uuid(),
  workspace_id      uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  product_id        uuid not null,
  search_asin       text not null,
  similar_asin      text not null,
  relation          text not null,
  marketplaces      text[] not null,
  title             text,
  image_url         text,
  source            text not null default 'manual',
  decision          text,
  decided_at        timestamptz,
  decided_by        uuid,
  is_shown_in_video boolean not null default false,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),

  unique (workspace_id, id),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id) on delete cascade,
  constraint asin_correlations_similar_asin_shape check (similar_asin ~ '^(B[0-9A-Z]{9}|[0-9]{9}[0-9X])$'),
  constraint asin_correlations_not_itself check (similar_asin <> search_asin),
  constraint asin_correlations_relation_known check (relation in ('same', 'variation', 'similar')),
  constraint asin_correlations_source_known check (source in ('manual', 'search')),
  constraint asin_correlations_decision_known check (decision in ('accepted', 'declined')),
  -- Amazon forbids tagging a product that is merely similar to the one in the video.
  constraint asin_correlations_similar_needs_showing check (
    decision is distinct from 'accepted' or relation <> 'similar' or is_shown_in_video),
  constraint asin_correlations_somewhere check (cardinality(marketplaces) > 0)
);
comment on column public.asin_correlations.search_asin is 'The product''s own ASIN: the parent whose video is used.';
comment on column public.asin_correlations.marketplaces
  is 'Where similar_asin is sold: entered by a person, or found by the lookup.';

create unique index asin_correlations_pair_idx on public.asin_correlations (workspace_id, search_asin, similar_asin);
create index asin_correlations_list_idx on public.asin_correlations (workspace_id, created_at desc, id desc);
create index asin_correlations_product_id_idx on public.asin_correlations (product_id, created_at desc, id desc);

create trigger _100_touch_updated_at before update on public.asin_correlations
  for each row execute function private.touch_updated_at();

-- The trigger writes the product's ASIN as parent, whatever the client sends; the product must be in the same
-- workspace. A correlation without marketplaces gets the home marketplaces.
create function private.set_search_asin() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  select asin into new.search_asin from public.sourced_products
  where id = new.product_id and workspace_id = new.workspace_id and deleted_at is null;
  if not found then
    raise exception 'product_not_found'
      using errcode = 'PT404', detail = 'We can''t find this product in your workspace.';
  end if;
  new.marketplaces := coalesce(new.marketplaces, (
    select array_agg(marketplace order by marketplace) from public.workspace_marketplaces
    where workspace_id = new.workspace_id and is_home), array['US']);
  return new;
end;
$$;
create trigger _200_set_search_asin before insert on public.asin_correlations
  for each row execute function private.set_search_asin();

alter table public.marketplaces enable row level security;
alter table public.workspace_marketplaces enable row level security;
alter table public.asin_correlations enable row level security;

grant select on public.marketplaces, public.workspace_marketplaces, public.asin_correlations to authenticated;
grant update (is_enabled, is_home) on public.workspace_marketplaces to authenticated;
grant insert (product_id, similar_asin, relation, marketplaces, title) on public.asin_correlations to authenticated;
grant all on public.marketplaces, public.workspace_marketplaces, public.asin_correlations to service_role;

create policy "Everybody signed in can read the countries" on public.marketplaces
  for select to authenticated using (true);
create policy "Members can read their workspace's countries" on public.workspace_marketplaces
  for select to authenticated using (workspace_id = (select private.current_workspace_id()));
create policy "Editors can switch their workspace's countries" on public.workspace_marketplaces
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));
create policy "Editors can read their workspace's correlations" on public.asin_correlations
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can enter correlations" on public.asin_correlations
  for insert to authenticated
    with check (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
