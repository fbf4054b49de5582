-- What product sources say of an ASIN in a marketplace, as the decisions and tasks of a workspace use it; and the
-- searches that find candidates.

create table public.asin_facts (
  workspace_id         uuid not null references public.workspaces (id) on delete cascade,
  asin                 text not null,
  marketplace          text not null references public.marketplaces (code),
  availability         text not null,
  availability_reasons text[] not null default '{}',
  source               text not null,
  observed_at          timestamptz,
  checked_at           timestamptz not null,
  sales_rank           integer,
  influencer_videos    smallint,
  videos_checked_at    timestamptz,

  primary key (workspace_id, asin, marketplace),
  constraint asin_facts_asin_shape check (asin ~ '^(B[0-9A-Z]{9}|[0-9]{9}[0-9X])$'),
  constraint asin_facts_availability_known check (availability in ('available', 'unavailable', 'unknown')),
  constraint asin_facts_reasons_known check (availability_reasons
    <@ array['buy_box', 'new_price', 'new_offers', 'price_hidden', 'amazon_offer', 'not_listed']),
  constraint asin_facts_source_known check (source in ('keepa', 'amazon_creators')),
  constraint asin_facts_sales_rank_positive check (sales_rank > 0),
  constraint asin_facts_influencer_videos_range check (influencer_videos between 0 and 1000),
  constraint asin_facts_videos_have_time check ((influencer_videos is null) = (videos_checked_at is null))
);
comment on table public.asin_facts
  is 'The last answer of a source. Missing rows and "unknown" mean that nobody knows; neither is a "no".';
comment on column public.asin_facts.observed_at is 'When the source itself last looked; null when it does not say.';
comment on column public.asin_facts.checked_at is 'When we read it.';
comment on column public.asin_facts.influencer_videos
  is 'Videos of influencers on the product''s page, as far as the source sees them; null when it was not asked.';

-- One search for the other ASINs of a product.
create table public.correlation_searches (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  product_id   uuid not null,
  search_asin  text not null,
  state        text not null default 'waiting',
  stage        text not null default 'product',
  done         integer not null default 0,
  total        integer not null default 0,
  counts       jsonb not null default '{}',
  is_cut       boolean not null default false,
  dropped      integer not null default 0,
  tokens_spent integer not null default 0,
  error_code   text,
  error        text,
  retry_at     timestamptz,
  created_by   uuid,
  created_at   timestamptz not null default now(),
  finished_at  timestamptz,

  unique (workspace_id, id),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id) on delete cascade,
  constraint correlation_searches_state_known check (state in ('waiting', 'running', 'done', 'failed', 'canceled')),
  constraint correlation_searches_stage_known check (
    stage in ('product', 'variations', 'codes', 'candidates', 'availability', 'done')),
  constraint correlation_searches_finished_is_over check (
    (finished_at is not null) = (state in ('done', 'failed', 'canceled'))),
  constraint correlation_searches_error_has_words check ((error_code is null) = (error is null)),
  constraint correlation_searches_counts_is_object check (jsonb_typeof(counts) = 'object'),
  constraint correlation_searches_counts_not_negative check (
    least(done, total, dropped, tokens_spent) >= 0)
);
comment on column public.correlation_searches.counts is '{relation: candidates}, "unrelated" included.';
comment on column public.correlation_searches.is_cut
  is 'The parent may have more variations than the source lists; nobody can list the others.';
comment on column public.correlation_searches.dropped
  is 'Answers about ASINs that nobody asked for, and those that could not be stored.';
comment on column public.correlation_searches.error
  is 'Why it waits or failed, in words; retry_at says when it goes on.';
create unique index correlation_searches_open_idx on public.correlation_searches (product_id)
  where finished_at is null;
create index correlation_searches_list_idx on public.correlation_searches (workspace_id, created_at desc, id desc);
create index correlation_searches_product_idx
  on public.correlation_searches (workspace_id, product_id, created_at desc);
create index correlation_searches_finished_at_idx on public.correlation_searches (finished_at)
  where finished_at is not null;

-- Every change of a decision, with its person and time. Decisions of one request share a batch, which is what an undo
-- takes back.
create table public.correlation_decisions (
  id                bigint primary key generated always as identity,
  workspace_id      uuid not null references public.workspaces (id) on delete cascade,
  batch_id          uuid not null,
  correlation_id    uuid not null,
  decision_before   text,
  decision          text,
  is_shown_before   boolean not null,
  is_shown_in_video boolean not null,
  decided_by        uuid,
  created_at        timestamptz not null default now(),
  undone_at         timestamptz,

  foreign key (workspace_id, correlation_id) references public.asin_correlations (workspace_id, id) on delete cascade,
  constraint correlation_decisions_known check (
    decision_before in ('accepted', 'declined') and decision in ('accepted', 'declined'))
);
create index correlation_decisions_batch_idx on public.correlation_decisions (workspace_id, batch_id);
create index correlation_decisions_correlation_idx
  on public.correlation_decisions (workspace_id, correlation_id, id desc);
create index correlation_decisions_list_idx
  on public.correlation_decisions (workspace_id, created_at desc, batch_id);

alter table public.asin_facts enable row level security;
alter table public.correlation_searches enable row level security;
alter table public.correlation_decisions enable row level security;

grant select on public.asin_facts, public.correlation_searches, public.correlation_decisions to authenticated;
grant all on public.asin_facts, public.correlation_searches, public.correlation_decisions to service_role;

create policy "Editors can read what sources say" on public.asin_facts
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's searches" on public.correlation_searches
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's decisions" on public.correlation_decisions
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
