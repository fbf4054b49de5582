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
  workspace_id      uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  marketplace       text not null references public.marketplaces (code),
  is_enabled        boolean not null,
  is_home           boolean not null default false,
  language          text,
  storefront_name   text,
  other_storefronts text[] not null default '{}',
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),

  primary key (workspace_id, marketplace),
  constraint workspace_marketplaces_home_is_enabled check (is_enabled or not is_home),
  constraint workspace_marketplaces_language_known
    check (language in ('en', 'de', 'fr', 'es', 'it', 'ja')),
  constraint workspace_marketplaces_storefront_name_length check (char_length(storefront_name) between 1 and 100),
  constraint workspace_marketplaces_other_storefronts_few check (
    array_position(other_storefronts, null) is null and cardinality(other_storefronts) <= 100
    and char_length(array_to_string(other_storefronts, '')) <= 10000)
);
comment on column public.workspace_marketplaces.other_storefronts
  is 'Names that a person said are somebody else''s: never asked about again.';
comment on column public.workspace_marketplaces.language
  is 'The language in which the workspace uploads here; null: the marketplace''s own.';
comment on column public.workspace_marketplaces.storefront_name
  is 'The name under which the workspace''s videos are shown on product pages here.';
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
  judged_relation   text,
  score             smallint,
  evidence          jsonb not null default '[]',
  judged_at         timestamptz,
  search_id         uuid,
  review_rank       integer not null generated always as (
    case relation when 'same' then 1000 when 'variation' then 2000 when 'pack_unclear' then 3000 else 4000 end
      - coalesce(score, 0)) stored,
  marketplaces      text[] not null,
  title             text,
  brand             text,
  image_url         text,
  source            text not null default 'manual',
  decision          text,
  decided_at        timestamptz,
  decided_by        uuid,
  is_shown_in_video boolean not null default false,
  shown_at          timestamptz,
  shown_by          uuid,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),

  unique (workspace_id, id),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id) on delete cascade,
  constraint asin_correlations_similar_asin_shape check (similar_asin ~ '^(B[0-9A-Z]{9}|[0-9]{9}[0-9X])$'),
  constraint asin_correlations_not_itself check (similar_asin <> search_asin),
  constraint asin_correlations_relation_known
    check (relation in ('same', 'variation', 'similar', 'pack_unclear')),
  constraint asin_correlations_judged_relation_known
    check (judged_relation in ('same', 'variation', 'similar', 'pack_unclear', 'unrelated')),
  constraint asin_correlations_score_range check (score between 0 and 100),
  constraint asin_correlations_evidence_is_list check (
    jsonb_typeof(evidence) = 'array' and jsonb_array_length(evidence) <= 40
      and octet_length(evidence::text) <= 32768),
  constraint asin_correlations_brand_length check (char_length(brand) <= 200),
  constraint asin_correlations_source_known check (source in ('manual', 'search')),
  constraint asin_correlations_decision_known check (decision in ('accepted', 'declined')),
  -- Amazon forbids tagging a product that is merely similar to the one in the video; a pack whose size is unclear may
  -- be such a product.
  constraint asin_correlations_similar_needs_showing check (
    decision is distinct from 'accepted' or relation not in ('similar', 'pack_unclear') or is_shown_in_video),
  constraint asin_correlations_somewhere check (cardinality(marketplaces) > 0 or source = 'search')
);
comment on column public.asin_correlations.search_asin is 'The product''s own ASIN: the parent whose video is used.';
comment on column public.asin_correlations.relation
  is 'What applies to tasks. A decided correlation keeps it; judged_relation is what the last search says.';
comment on column public.asin_correlations.evidence
  is 'Why, as core/src/correlations/evidence.ts describes each entry.';
comment on column public.asin_correlations.review_rank
  is 'The order of review: what is surely the same first, and within a relation the best score.';
comment on column public.asin_correlations.marketplaces
  is 'Where a person says that similar_asin is sold. What sources say is in asin_facts.';
comment on column public.asin_correlations.shown_at
  is 'When shown_by said "I show this product in the video".';

create unique index asin_correlations_pair_idx on public.asin_correlations (workspace_id, search_asin, similar_asin);
create index asin_correlations_list_idx on public.asin_correlations (workspace_id, created_at desc, id desc);
create index asin_correlations_product_id_idx on public.asin_correlations (product_id, created_at desc, id desc);
-- Serves what the sources say of an ASIN.
create index asin_correlations_similar_asin_idx on public.asin_correlations (workspace_id, similar_asin);
create index asin_correlations_search_id_idx on public.asin_correlations (search_id);

create index asin_correlations_review_idx on public.asin_correlations
  (workspace_id, review_rank, id) where decision is null;

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
grant update (is_enabled, is_home, language, storefront_name, other_storefronts)
  on public.workspace_marketplaces to authenticated;
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
