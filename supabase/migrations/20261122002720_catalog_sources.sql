-- What the sources of product data have answered, so that no answer is paid for twice. The rows are facts about
-- products of Amazon, read with the server's own keys: the same for every workspace, and nothing of any.

create table private.source_products (
  source         text not null,
  marketplace    text not null,
  asin           text not null,
  product        jsonb not null,
  read_at        timestamptz not null,
  videos         jsonb,
  videos_read_at timestamptz,

  primary key (source, marketplace, asin),
  constraint source_products_source_known check (source in ('keepa', 'amazon_creators')),
  constraint source_products_marketplace_known check (marketplace ~ '^[A-Z]{2}$'),
  constraint source_products_asin_shape check (asin ~ '^[A-Z0-9]{10}$'),
  constraint source_products_product_is_its_own check (
    jsonb_typeof(product) = 'object' and product ->> 'source' = source and product ->> 'marketplace' = marketplace
      and product ->> 'asin' = asin),
  constraint source_products_size check (pg_column_size(product) <= 262144)
);
comment on table private.source_products is
  'The last answer of each source about each ASIN. Videos have an age of their own, because a reading without them '
  'keeps those of an earlier one.';
-- Serves the purge.
create index source_products_read_at_idx on private.source_products (source, read_at);

create table private.source_reads (
  source      text not null,
  marketplace text not null,
  asin        text not null,
  lease       uuid not null,
  until       timestamptz not null,

  primary key (source, marketplace, asin)
);
comment on column private.source_reads.asin is 'An ASIN, or the name of a list.';
comment on table private.source_reads is
  'ASINs that a caller is asking a source about now, so that another waits for the answer instead of paying for it.';
create index source_reads_lease_idx on private.source_reads (lease);
create index source_reads_until_idx on private.source_reads (until);

-- A stored answer as callers read it.
create function private.source_product_json(p_row private.source_products) returns jsonb
language sql
immutable
set search_path = ''
as $$
  select p_row.product || jsonb_build_object('videos', p_row.videos, 'videos_read_at', p_row.videos_read_at);
$$;

-- How old an answer may be. Amazon lets no associate use its answers for longer than a day.
create function private.source_oldest(p_source text, p_max_age_seconds integer) returns timestamptz
language sql
volatile
set search_path = ''
as $$
  select clock_timestamp() - make_interval(secs =>
    case when p_source = 'amazon_creators' then least(p_max_age_seconds, 86400) else p_max_age_seconds end);
$$;

-- Whether an answer is young enough; with videos, when those are.
create function private.is_fresh(p_row private.source_products, p_max_age_seconds integer, p_videos boolean)
returns boolean
language sql
volatile
set search_path = ''
as $$
  select p_row.read_at > private.source_oldest(p_row.source, p_max_age_seconds)
    and (not p_videos or p_row.videos_read_at > private.source_oldest(p_row.source, p_max_age_seconds)) is true;
$$;

-- The stored answers that are young enough; of two sources the one that is named first.
create function public.read_source_products(
  p_sources text[], p_marketplace text, p_asins text[], p_max_age_seconds integer, p_videos boolean
) returns jsonb
language sql
volatile
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(found.product), '[]') from (
    select distinct on (kept.asin) private.source_product_json(kept) as product
    from private.source_products as kept
    where kept.source = any (p_sources) and kept.marketplace = p_marketplace and kept.asin = any (p_asins)
      and private.is_fresh(kept, p_max_age_seconds, p_videos)
    order by kept.asin, array_position(p_sources, kept.source)
  ) as found;
$$;
comment on function public.read_source_products is 'Whole answers, at most one for each ASIN. Costs no token.';

-- Decides who asks. The lease is taken before the answers are read, so an answer that another caller kept meanwhile is
-- found and not paid for again.
create function public.claim_source_reads(
  p_source text, p_marketplace text, p_asins text[], p_max_age_seconds integer, p_videos boolean,
  p_lease uuid, p_lease_seconds integer
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_fresh jsonb;
  v_fresh_asins text[];
  v_claimed text[];
begin
  insert into private.source_reads as reading (source, marketplace, asin, lease, until)
  select p_source, p_marketplace, asked.asin, p_lease, clock_timestamp() + make_interval(secs => p_lease_seconds)
  from (select distinct unnest(p_asins) as asin order by 1) as asked
  on conflict (source, marketplace, asin) do update set lease = excluded.lease, until = excluded.until
    where reading.until < clock_timestamp() or reading.lease = excluded.lease;
  select coalesce(jsonb_agg(private.source_product_json(kept)), '[]'), coalesce(array_agg(kept.asin), '{}')
    into v_fresh, v_fresh_asins
  from private.source_products as kept
  where kept.source = p_source and kept.marketplace = p_marketplace and kept.asin = any (p_asins)
    and private.is_fresh(kept, p_max_age_seconds, p_videos);
  delete from private.source_reads where lease = p_lease and asin = any (v_fresh_asins);
  select coalesce(array_agg(asin order by array_position(p_asins, asin)), '{}') into v_claimed
  from private.source_reads
  where source = p_source and marketplace = p_marketplace and lease = p_lease and asin = any (p_asins);
  return jsonb_build_object('fresh', v_fresh, 'claimed', to_jsonb(v_claimed), 'busy', (
    select coalesce(jsonb_agg(asked.asin), '[]') from (select distinct unnest(p_asins) as asin) as asked
    where asked.asin <> all (v_claimed) and asked.asin <> all (v_fresh_asins)));
end;
$$;
comment on function public.claim_source_reads is
  '{fresh, claimed, busy}: answers that are young enough, ASINs that the caller asks about, and those that another '
  'asks about now.';

-- Keeps answers and ends the lease in one transaction. An older answer never replaces a younger one.
create function public.keep_source_products(p_products jsonb, p_videos boolean, p_lease uuid default null)
  returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  insert into private.source_products as kept
    (source, marketplace, asin, product, read_at, videos, videos_read_at)
  select item ->> 'source', item ->> 'marketplace', item ->> 'asin', item - 'videos' - 'videos_read_at',
    (item ->> 'read_at')::timestamptz, case when p_videos then item -> 'videos' end,
    case when p_videos then (item ->> 'read_at')::timestamptz end
  from jsonb_array_elements(p_products) as item
  order by item ->> 'source', item ->> 'marketplace', item ->> 'asin'
  on conflict (source, marketplace, asin) do update set product = excluded.product, read_at = excluded.read_at,
    videos = case when p_videos then excluded.videos else kept.videos end,
    videos_read_at = case when p_videos then excluded.videos_read_at else kept.videos_read_at end
    where kept.read_at <= excluded.read_at;
  get diagnostics v_count = row_count;
  delete from private.source_reads where lease = p_lease;
  return v_count;
end;
$$;

-- The caller asks no longer: another may at once.
create function public.release_source_reads(p_lease uuid) returns void
language sql
security definer
set search_path = ''
as $$
  delete from private.source_reads where lease = p_lease;
$$;

-- Amazon lets nobody keep its own answers for longer than a day; Keepa's are useless after three months.
create function public.purge_source_products(p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  delete from private.source_products where (source, marketplace, asin) in (
    select source, marketplace, asin from private.source_products
    where (source = 'amazon_creators' and read_at < now() - interval '1 day')
      or (source = 'keepa' and read_at < now() - interval '90 days')
    limit p_limit);
  get diagnostics v_count = row_count;
  delete from private.source_lists where (source, marketplace, name) in (
    select source, marketplace, name from private.source_lists
    where (source = 'amazon_creators' and read_at < now() - interval '1 day')
      or (source = 'keepa' and read_at < now() - interval '90 days')
    limit p_limit);
  delete from private.source_reads where until < now() - interval '1 hour';
  -- Of keys that were removed or replaced.
  delete from private.source_states where updated_at < now() - interval '90 days';
  return v_count;
end;
$$;

grant execute on function public.read_source_products, public.claim_source_reads, public.keep_source_products,
  public.release_source_reads, public.purge_source_products to service_role;

create table private.source_lists (
  source      text not null,
  marketplace text not null,
  name        text not null,
  answer      jsonb not null,
  read_at     timestamptz not null default clock_timestamp(),

  primary key (source, marketplace, name),
  constraint source_lists_source_known check (source in ('keepa', 'amazon_creators')),
  constraint source_lists_name_length check (char_length(name) between 1 and 200),
  constraint source_lists_answer_is_a_list check (jsonb_typeof(answer) = 'array' and pg_column_size(answer) <= 262144)
);
comment on table private.source_lists is
  'Lists of ASINs that were paid for: the products of a code, the candidates of a query, the variations of a parent. '
  'An empty answer is kept too.';
create index source_lists_read_at_idx on private.source_lists (source, read_at);

-- As claim_source_reads, for lists by their names.
create function public.claim_source_lists(
  p_source text, p_marketplace text, p_names text[], p_max_age_seconds integer, p_lease uuid, p_lease_seconds integer
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_fresh jsonb;
  v_claimed text[];
begin
  insert into private.source_reads as reading (source, marketplace, asin, lease, until)
  select p_source, p_marketplace, asked.name, p_lease, clock_timestamp() + make_interval(secs => p_lease_seconds)
  from (select distinct unnest(p_names) as name order by 1) as asked
  on conflict (source, marketplace, asin) do update set lease = excluded.lease, until = excluded.until
    where reading.until < clock_timestamp() or reading.lease = excluded.lease;
  select coalesce(jsonb_object_agg(name, answer), '{}') into v_fresh from private.source_lists
  where source = p_source and marketplace = p_marketplace and name = any (p_names)
    and read_at > private.source_oldest(p_source, p_max_age_seconds);
  delete from private.source_reads where lease = p_lease and v_fresh ? asin;
  select coalesce(array_agg(asin order by array_position(p_names, asin)), '{}') into v_claimed
  from private.source_reads
  where source = p_source and marketplace = p_marketplace and lease = p_lease and asin = any (p_names);
  return jsonb_build_object('fresh', v_fresh, 'claimed', to_jsonb(v_claimed), 'busy', (
    select coalesce(jsonb_agg(asked.name), '[]') from (select distinct unnest(p_names) as name) as asked
    where asked.name <> all (v_claimed) and not v_fresh ? asked.name));
end;
$$;
comment on function public.claim_source_lists is
  '{fresh, claimed, busy}: lists that are young enough by name, names that the caller asks about, and those that '
  'another asks about now.';

create function public.keep_source_lists(p_source text, p_marketplace text, p_lists jsonb) returns void
language sql
security definer
set search_path = ''
as $$
  insert into private.source_lists as kept (source, marketplace, name, answer)
  select p_source, p_marketplace, key, value from jsonb_each(p_lists) order by key
  on conflict (source, marketplace, name) do update set answer = excluded.answer, read_at = excluded.read_at;
$$;
grant execute on function public.claim_source_lists, public.keep_source_lists to service_role;
