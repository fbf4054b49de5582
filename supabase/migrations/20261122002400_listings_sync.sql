-- Reading what is on sale: pages go in whole, and nothing ends before one pass has seen everything.

-- The sync under way, or a new one. With p_not_before, a reading that began earlier starts over: who asks wants to know
-- what eBay shows after that moment. A sync that has not ended after three hours has failed.
create function public.begin_ebay_sync(p_workspace_id uuid, p_not_before timestamptz default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_sync public.ebay_syncs;
begin
  update public.ebay_syncs set state = 'failed', error_code = 'took_too_long', finished_at = now(),
    error_message = coalesce(error_message, 'eBay did not answer for three hours.')
  where workspace_id = p_workspace_id and state = 'running' and started_at < now() - interval '3 hours';
  select * into v_sync from public.ebay_syncs where workspace_id = p_workspace_id and state = 'running' for update;
  if not found then
    insert into public.ebay_syncs (workspace_id) values (p_workspace_id) returning * into v_sync;
  elsif v_sync.pass_started_at < p_not_before then
    update public.ebay_syncs set phase = 'listings', page = 1, pages = null, pass = 1, pass_started_at = now(),
      reading = reading + 1, is_complete = null, error_rows = '[]'
    where id = v_sync.id returning * into v_sync;
  end if;
  return to_jsonb(v_sync);
end;
$$;

-- Has everything on sale been read since that moment? The reading counts as soon as its last page is recorded.
create function public.has_reading_since(p_workspace_id uuid, p_since timestamptz) returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (select from public.ebay_syncs
    where workspace_id = p_workspace_id and pass_started_at >= p_since and phase <> 'listings');
$$;

-- The items each page of a reading showed. Presence is kept here, so that a listing eBay shows unchanged costs no
-- writing of its row.
create table private.ebay_sync_pages (
  sync_id       uuid not null references public.ebay_syncs (id) on delete cascade,
  reading       integer not null,
  page          integer not null,
  ebay_item_ids text[] not null,

  primary key (sync_id, reading, page)
);

create function private.items_of_reading(p_sync_id uuid, p_reading integer) returns setof text
language sql
stable
set search_path = ''
as $$
  select distinct item from private.ebay_sync_pages as page, unnest(page.ebay_item_ids) as item
  where page.sync_id = p_sync_id and page.reading = p_reading;
$$;

-- One page as eBay gave it: the rows and the next page's number in one statement, so that a worker that dies between
-- pages loses none and counts none twice. A row names only what eBay said: a column that is absent keeps its value.
-- Only rows that differ are written. private.take_prices decides which prices are believed. p_is_refused: eBay refuses
-- to show this page, so the reading is not whole.
create function public.record_listing_page(
  p_workspace_id uuid, p_ebay_user_id text, p_sync_id uuid, p_reading integer, p_page integer, p_pages integer,
  p_entries integer, p_seen_at timestamptz, p_rows jsonb, p_errors jsonb default '[]',
  p_is_refused boolean default false
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_sync public.ebay_syncs;
  v_added integer := 0;
  v_changed integer := 0;
begin
  select * into v_sync from public.ebay_syncs
  where id = p_sync_id and workspace_id = p_workspace_id and state = 'running' and phase = 'listings'
    and reading = p_reading and page = p_page for update;
  if not found then
    return null;
  end if;

  create temporary table incoming on commit drop as
    select * from (
      select distinct on (row ->> 'ebay_item_id') row, row ->> 'ebay_item_id' as ebay_item_id, before.price_cents as was
      from jsonb_array_elements(p_rows) as row
      left join public.listings as before on before.workspace_id = p_workspace_id
        and before.ebay_item_id = row ->> 'ebay_item_id'
      order by row ->> 'ebay_item_id'
    ) as distinct_rows;
  analyze incoming;

  -- What eBay counts as sold more than before are sales, at the price known until now.
  insert into public.listing_sales (workspace_id, listing_id, product_id, quantity, price_cents, currency, sold_at)
  select p_workspace_id, listing.id, listing.product_id, (row ->> 'quantity_sold')::integer - listing.quantity_sold,
    case when listing.sale_ends_at > p_seen_at then coalesce(listing.sale_price_cents, listing.price_cents)
      else listing.price_cents end, listing.currency, p_seen_at
  from incoming join public.listings as listing on listing.workspace_id = p_workspace_id
    and listing.ebay_item_id = incoming.ebay_item_id
  where (row ->> 'quantity_sold')::integer > listing.quantity_sold and p_seen_at > listing.last_seen_at;

  perform private.take_prices(p_workspace_id,
    (select jsonb_agg(row || jsonb_build_object('seen_at', p_seen_at)) from jsonb_array_elements(p_rows) as row));

  with shown as (
    select before.id, p_ebay_user_id as ebay_user_id, coalesce(row ->> 'title', before.title) as title,
      -- What was asked for before the contradiction does not end it.
      case when not private.shows_price(before, row) or p_seen_at < before.price_contradicted_at
        then before.price_contradicted_at end as price_contradicted_at,
      (row ->> 'sale_price_cents')::bigint as sale_price_cents, (row ->> 'sale_ends_at')::timestamptz as sale_ends_at,
      quantity.available as quantity_available,
      greatest(before.quantity_sold, coalesce((row ->> 'quantity_sold')::integer, 0)) as quantity_sold,
      now_is.status,
      -- Trading writes a SKU without the spaces around it. The Inventory API knows it only with them.
      case when btrim(before.sku) = btrim(row ->> 'sku') then before.sku
        else coalesce(row ->> 'sku', before.sku) end as sku,
      coalesce(row ->> 'picture_url', before.picture_url) as picture_url,
      coalesce(row ->> 'listing_url', before.listing_url) as listing_url,
      coalesce(row ->> 'listing_format', before.listing_format) as listing_format,
      coalesce((row ->> 'has_variations')::boolean, before.has_variations) as has_variations,
      coalesce((row ->> 'watch_count')::integer, before.watch_count) as watch_count,
      coalesce((row ->> 'started_at')::timestamptz, before.started_at) as started_at,
      case when private.shows_price(before, row) then greatest(before.price_seen_at, p_seen_at)
        else before.price_seen_at end as price_seen_at,
      (before.price_cents, before.title, before.quantity_available, before.status)
        is distinct from (incoming.was, coalesce(row ->> 'title', before.title), quantity.available, now_is.status)
        as is_changed
    from incoming
    join public.listings as before on before.workspace_id = p_workspace_id
      and before.ebay_item_id = incoming.ebay_item_id
    cross join lateral (select case when row ? 'quantity_available' then (row ->> 'quantity_available')::integer
      else before.quantity_available end as available) as quantity
    cross join lateral (select case when row ->> 'status' = 'active' and quantity.available = 0 then 'sold_out'
      else coalesce(row ->> 'status', before.status) end as status) as now_is
    where p_seen_at >= before.last_seen_at
  ), written as (
    update public.listings as listing set
      ebay_user_id = shown.ebay_user_id, title = shown.title, price_seen_at = shown.price_seen_at,
      price_contradicted_at = shown.price_contradicted_at, sale_price_cents = shown.sale_price_cents,
      sale_ends_at = shown.sale_ends_at, quantity_available = shown.quantity_available,
      quantity_sold = shown.quantity_sold, status = shown.status, sku = shown.sku, picture_url = shown.picture_url,
      listing_url = shown.listing_url, listing_format = shown.listing_format, has_variations = shown.has_variations,
      watch_count = shown.watch_count, started_at = shown.started_at, last_seen_at = p_seen_at
    from shown
    where listing.id = shown.id
      and (listing.ebay_user_id, listing.title, listing.price_contradicted_at, listing.sale_price_cents,
        listing.sale_ends_at, listing.quantity_available, listing.quantity_sold, listing.status, listing.sku,
        listing.picture_url, listing.listing_url, listing.listing_format, listing.has_variations, listing.watch_count,
        listing.started_at)
      is distinct from (shown.ebay_user_id, shown.title, shown.price_contradicted_at, shown.sale_price_cents,
        shown.sale_ends_at, shown.quantity_available, shown.quantity_sold, shown.status, shown.sku,
        shown.picture_url, shown.listing_url, shown.listing_format, shown.has_variations, shown.watch_count,
        shown.started_at)
  )
  select count(*) filter (where is_changed) into v_changed from shown;

  insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, sku, title, price_cents, currency,
    first_price_cents, price_seen_at,
    quantity_available, quantity_sold, status, picture_url, listing_url, listing_format, has_variations, watch_count,
    started_at, last_seen_at, product_id, sale_price_cents, sale_ends_at)
  select p_workspace_id, p_ebay_user_id, incoming.ebay_item_id, row ->> 'sku', row ->> 'title',
    (row ->> 'price_cents')::bigint, row ->> 'currency',
    (row ->> 'price_cents')::bigint, p_seen_at, (row ->> 'quantity_available')::integer,
    coalesce((row ->> 'quantity_sold')::integer, 0),
    case when (row ->> 'quantity_available')::integer = 0 and row ->> 'status' = 'active' then 'sold_out'
      else row ->> 'status' end,
    row ->> 'picture_url', row ->> 'listing_url', coalesce(row ->> 'listing_format', 'fixed_price'),
    coalesce((row ->> 'has_variations')::boolean, false), (row ->> 'watch_count')::integer,
    (row ->> 'started_at')::timestamptz, p_seen_at, product.id,
    (row ->> 'sale_price_cents')::bigint, (row ->> 'sale_ends_at')::timestamptz
  from incoming
  left join lateral (
    select id from public.sourced_products
    where workspace_id = p_workspace_id and deleted_at is null
      and asin = upper(substring(row ->> 'sku' from '(?i)(?:^|[^0-9A-Z])(B[0-9A-Z]{9})(?:[^0-9A-Z]|$)'))
    order by created_at limit 1
  ) as product on true
  on conflict (workspace_id, ebay_item_id) do nothing;
  get diagnostics v_added = row_count;

  perform private.record_days(p_workspace_id, (select array_agg(ebay_item_id) from incoming), p_seen_at);

  -- Sold and linked: the product moves to the status that means "sold". Listed: to the one that means "listed".
  perform private.move_product(sold.product_id, 'sold', p_seen_at)
  from (select distinct product_id from public.listing_sales
        where workspace_id = p_workspace_id and sold_at = p_seen_at and product_id is not null) as sold;
  perform private.move_product(listed.product_id, 'listed', p_seen_at)
  from (select distinct product_id from public.listings
        where workspace_id = p_workspace_id and ebay_item_id in (select ebay_item_id from incoming)
          and created_at = now() and product_id is not null) as listed;

  -- A row that can't be read was in the list all the same.
  insert into private.ebay_sync_pages (sync_id, reading, page, ebay_item_ids)
  select p_sync_id, p_reading, p_page, array(select ebay_item_id from incoming
    union select row ->> 'ebay_item_id' from jsonb_array_elements(p_errors) as row where not p_is_refused);
  drop table incoming;
  update public.ebay_syncs set
    page = p_page + 1, pages = p_pages,
    entries = case when p_page = 1 then p_entries else entries end,
    is_complete = not p_is_refused
      and (p_page = 1 or is_complete and entries = p_entries and pages = p_pages),
    added = added + v_added, changed = changed + v_changed,
    error_rows = case when jsonb_array_length(error_rows) >= 200 then error_rows else error_rows || p_errors end
  where id = p_sync_id returning * into v_sync;
  return to_jsonb(v_sync);
end;
$$;
comment on function public.record_listing_page is 'The sync as it stands now, or null when another worker is further.';

-- After the last page: was this pass whole? As many items were seen as eBay counted, before and after; else pages
-- shifted under the reading and it begins again, three times at most. eBay shows 25,000 listings at most (p_errors says
-- that there are more) and may refuse a page (p_is_last): another pass would see no more of them.
create function public.finish_listing_pass(p_workspace_id uuid, p_sync_id uuid, p_errors jsonb default '[]',
  p_is_last boolean default false) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_sync public.ebay_syncs;
  v_seen integer;
  v_is_whole boolean; v_is_last boolean;
begin
  select * into v_sync from public.ebay_syncs
  where id = p_sync_id and workspace_id = p_workspace_id and state = 'running' and phase = 'listings' for update;
  if not found then
    return null;
  end if;
  select count(*) into v_seen from private.items_of_reading(p_sync_id, v_sync.reading);
  v_is_whole := v_sync.is_complete and v_seen = v_sync.entries;
  v_is_last := v_is_whole or v_sync.pass >= 3 or p_is_last or p_errors <> '[]';
  update public.ebay_syncs set
    seen = v_seen,
    is_complete = v_is_whole,
    phase = case when v_is_last then 'offers' else 'listings' end,
    pass = case when v_is_last then pass else pass + 1 end,
    pass_started_at = case when v_is_last then pass_started_at else now() end,
    reading = case when v_is_last then reading else reading + 1 end,
    error_rows = case when v_is_last then error_rows || p_errors else '[]' end,
    page = 1, pages = null
  where id = p_sync_id returning * into v_sync;
  delete from private.ebay_sync_pages where sync_id = p_sync_id and reading < v_sync.reading;
  return to_jsonb(v_sync);
end;
$$;

-- Of these SKUs, as the Inventory API writes them, those whose listing has no known offer. Trading leaves out the
-- spaces around a SKU.
create function public.list_skus_without_offer(p_workspace_id uuid, p_skus text[]) returns setof text
language sql
stable
security definer
set search_path = ''
as $$
  select distinct asked.sku from unnest(p_skus) as asked (sku)
  join public.listings as listing on listing.workspace_id = p_workspace_id
    and btrim(listing.sku) = btrim(asked.sku) and listing.sku in (asked.sku, btrim(asked.sku))
  where (listing.offer_id is null or listing.management_kind = 'trading') and listing.status <> 'ended';
$$;

-- eBay's inventory interface knows these: {ebay_item_id, sku, offer_id}.
create function public.record_offers(p_workspace_id uuid, p_sync_id uuid, p_page integer, p_rows jsonb,
  p_errors jsonb default '[]') returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_sync public.ebay_syncs;
begin
  update public.listings as listing set management_kind = 'inventory', sku = row ->> 'sku',
    offer_id = row ->> 'offer_id',
    held_code = case when held_code = 'misrouted' then null else held_code end,
    held_reason = case when held_code = 'misrouted' then null else held_reason end,
    held_until = case when held_code = 'misrouted' then null else held_until end
  from jsonb_array_elements(p_rows) as row
  where listing.workspace_id = p_workspace_id and listing.ebay_item_id = row ->> 'ebay_item_id';
  if p_sync_id is not null then
    update public.ebay_syncs set page = p_page + 1,
      error_rows = case when jsonb_array_length(error_rows) >= 200 then error_rows else error_rows || p_errors end
    where id = p_sync_id and workspace_id = p_workspace_id and state = 'running' and phase = 'offers' and page = p_page
    returning * into v_sync;
  end if;
  return case when v_sync.id is not null then to_jsonb(v_sync) end;
end;
$$;

-- Where the sync goes on; a phase is entered once.
create function public.enter_sync_phase(p_workspace_id uuid, p_sync_id uuid, p_phase text, p_reading integer)
  returns jsonb
language sql
security definer
set search_path = ''
as $$
  update public.ebay_syncs set phase = p_phase, page = 1, pages = null
  where id = p_sync_id and workspace_id = p_workspace_id and state = 'running' and reading = p_reading
  returning to_jsonb(ebay_syncs);
$$;

-- What this sync did not see and is not known to have ended, where the pass was whole.
create function public.list_missing_listings(p_workspace_id uuid, p_sync_id uuid, p_limit integer) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', missing.id, 'ebay_item_id', missing.ebay_item_id,
    'management_kind', missing.management_kind,
    'offer_id', missing.offer_id)), '[]')
  from (
    select listing.* from public.listings as listing
    join public.ebay_syncs as sync on sync.id = p_sync_id and sync.workspace_id = p_workspace_id and sync.is_complete
    left join private.items_of_reading(p_sync_id, sync.reading) as item on item = listing.ebay_item_id
    where listing.workspace_id = p_workspace_id and listing.status in ('active', 'sold_out')
      and listing.ebay_user_id = (
        select ebay_user_id from public.ebay_connections where workspace_id = p_workspace_id)
      and item is null and listing.first_seen_at < sync.started_at
    order by listing.id limit p_limit
  ) as missing;
$$;

-- Ends (or makes inactive) listings a whole pass proved missing.
create function public.end_listings(p_workspace_id uuid, p_sync_id uuid, p_rows jsonb, p_errors jsonb default '[]')
  returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_sync public.ebay_syncs;
  v_ids uuid[];
  v_count integer;
begin
  select * into v_sync from public.ebay_syncs where id = p_sync_id and workspace_id = p_workspace_id and is_complete
    and state = 'running';
  select array_agg(listing.id order by listing.id) into v_ids
  from public.listings as listing
  left join private.items_of_reading(p_sync_id, v_sync.reading) as item on item = listing.ebay_item_id
  where listing.workspace_id = p_workspace_id and item is null and v_sync.id is not null
    and listing.id in (select (row ->> 'id')::uuid from jsonb_array_elements(p_rows) as row);
  perform 1 from public.listings where id = any (v_ids) order by id for no key update;
  update public.listings as listing set status = row ->> 'status',
    last_seen_at = greatest(last_seen_at, private.read_whole_at(p_workspace_id, p_sync_id))
  from jsonb_array_elements(p_rows) as row
  where listing.id = any (v_ids) and listing.id = (row ->> 'id')::uuid and row ->> 'status' in ('ended', 'inactive');
  get diagnostics v_count = row_count;
  perform private.record_days(p_workspace_id,
    (select array_agg(ebay_item_id) from public.listings where id = any (v_ids)), v_sync.pass_started_at);
  update public.ebay_syncs set ended = ended + v_count,
    error_rows = case when jsonb_array_length(error_rows) >= 200 then error_rows else error_rows || p_errors end
  where id = p_sync_id;
  return v_count;
end;
$$;

create function public.finish_ebay_sync(p_workspace_id uuid, p_sync_id uuid, p_error_code text default null,
  p_error_message text default null, p_reading integer default null) returns void
language sql
security definer
set search_path = ''
as $$
  select private.find_relisted(p_workspace_id);
  update public.ebay_syncs set
    state = case when p_error_code is null then 'finished' else 'failed' end, phase = case when p_error_code is null
      then 'done' else phase end,
    error_code = p_error_code, error_message = p_error_message, finished_at = now()
  where id = p_sync_id and workspace_id = p_workspace_id and state = 'running'
    and (p_reading is null or reading = p_reading);
  delete from private.ebay_sync_pages where sync_id in (select id from public.ebay_syncs
    where workspace_id = p_workspace_id and state <> 'running');
  -- The last whole reading says when the listings that are still on sale were seen.
  delete from public.ebay_syncs
    where workspace_id = p_workspace_id and state <> 'running' and started_at < now() - interval '30 days'
    and pass_started_at is distinct from private.read_whole_at(p_workspace_id);
$$;

grant execute on function public.begin_ebay_sync, public.has_reading_since, public.record_listing_page,
  public.finish_listing_pass,
  public.list_skus_without_offer,
  public.record_offers, public.enter_sync_phase, public.list_missing_listings, public.end_listings,
  public.finish_ebay_sync to service_role;
