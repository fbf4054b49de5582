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

-- One page as eBay gave it: the rows and the next page's number in one statement, so that a worker that dies between
-- pages loses none and counts none twice. A row names only what eBay said: a column that is absent keeps its value.
-- private.take_prices decides which prices are believed.
create function public.record_listing_page(
  p_workspace_id uuid, p_ebay_user_id text, p_sync_id uuid, p_reading integer, p_page integer, p_pages integer,
  p_entries integer, p_seen_at timestamptz, p_rows jsonb, p_errors jsonb default '[]'
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
      select distinct on (row ->> 'ebay_item_id') row, row ->> 'ebay_item_id' as ebay_item_id
      from jsonb_array_elements(p_rows) as row order by row ->> 'ebay_item_id'
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

  with written as (
    update public.listings as listing set
      ebay_user_id = p_ebay_user_id,
      title = coalesce(row ->> 'title', listing.title),
      price_seen_at = case when private.shows_price(listing, row) then greatest(listing.price_seen_at, p_seen_at)
        else listing.price_seen_at end,
      price_contradicted_at = case when not private.shows_price(listing, row) then listing.price_contradicted_at end,
      sale_price_cents = (row ->> 'sale_price_cents')::bigint,
      sale_ends_at = (row ->> 'sale_ends_at')::timestamptz,
      quantity_available = case when row ? 'quantity_available' then (row ->> 'quantity_available')::integer
      else listing.quantity_available end,
      quantity_sold = greatest(listing.quantity_sold, coalesce((row ->> 'quantity_sold')::integer, 0)),
      status = case
        when row ->> 'status' = 'active' and (case when row ? 'quantity_available'
          then (row ->> 'quantity_available')::integer else listing.quantity_available end) = 0 then 'sold_out'
        else coalesce(row ->> 'status', listing.status) end,
      -- Trading writes a SKU without the spaces around it. The Inventory API knows it only with them.
      sku = case when btrim(listing.sku) = btrim(row ->> 'sku') then listing.sku
        else coalesce(row ->> 'sku', listing.sku) end,
      picture_url = coalesce(row ->> 'picture_url', listing.picture_url),
      listing_url = coalesce(row ->> 'listing_url', listing.listing_url),
      listing_format = coalesce(row ->> 'listing_format', listing.listing_format),
      has_variations = coalesce((row ->> 'has_variations')::boolean, listing.has_variations),
      watch_count = coalesce((row ->> 'watch_count')::integer, listing.watch_count),
      started_at = coalesce((row ->> 'started_at')::timestamptz, listing.started_at),
      last_seen_at = p_seen_at,
      last_sync_id = p_sync_id
    from incoming
    join public.listings as before on before.workspace_id = p_workspace_id and
      before.ebay_item_id = incoming.ebay_item_id
    where listing.id = before.id and p_seen_at >= listing.last_seen_at
    returning listing.id, (listing.price_cents, listing.title, listing.quantity_available, listing.status)
      is distinct from (before.price_cents, before.title, before.quantity_available, before.status) as is_changed
  )
  select count(*) filter (where is_changed) into v_changed from written;

  -- A known listing that can't be read was in the list all the same.
  update public.listings set last_sync_id = p_sync_id, last_seen_at = p_seen_at
  where workspace_id = p_workspace_id
    and ebay_item_id in (select row ->> 'ebay_item_id' from jsonb_array_elements(p_errors) as row);

  insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, sku, title, price_cents, currency,
    first_price_cents, price_seen_at,
    quantity_available, quantity_sold, status, picture_url, listing_url, listing_format, has_variations, watch_count,
    started_at, last_seen_at,
    last_sync_id, product_id, sale_price_cents, sale_ends_at)
  select p_workspace_id, p_ebay_user_id, incoming.ebay_item_id, row ->> 'sku', row ->> 'title',
    (row ->> 'price_cents')::bigint, row ->> 'currency',
    (row ->> 'price_cents')::bigint, p_seen_at, (row ->> 'quantity_available')::integer,
    coalesce((row ->> 'quantity_sold')::integer, 0),
    case when (row ->> 'quantity_available')::integer = 0 and row ->> 'status' = 'active' then 'sold_out'
      else row ->> 'status' end,
    row ->> 'picture_url', row ->> 'listing_url', coalesce(row ->> 'listing_format', 'fixed_price'),
    coalesce((row ->> 'has_variations')::boolean, false), (row ->> 'watch_count')::integer,
    (row ->> 'started_at')::timestamptz, p_seen_at, p_sync_id,
    product.id, (row ->> 'sale_price_cents')::bigint, (row ->> 'sale_ends_at')::timestamptz
  from incoming
  left join lateral (
    select id from public.sourced_products
    where workspace_id = p_workspace_id and deleted_at is null
      and asin = upper(substring(row ->> 'sku' from '(?i)(?:^|[^0-9A-Z])(B[0-9A-Z]{9})(?:[^0-9A-Z]|$)'))
    order by created_at limit 1
  ) as product on true
  on conflict (workspace_id, ebay_item_id) do nothing;
  get diagnostics v_added = row_count;

  insert into public.listing_days as known (listing_id, workspace_id, day, price_cents, quantity_available,
    quantity_sold, watch_count, status)
  select listing.id, p_workspace_id, (p_seen_at at time zone 'UTC')::date, listing.price_cents,
    listing.quantity_available, listing.quantity_sold,
    listing.watch_count, listing.status
  from incoming join public.listings as listing on listing.workspace_id = p_workspace_id
    and listing.ebay_item_id = incoming.ebay_item_id
  on conflict (listing_id, day) do update set
    price_cents = excluded.price_cents, quantity_available = excluded.quantity_available,
      quantity_sold = excluded.quantity_sold,
    watch_count = excluded.watch_count, status = excluded.status;

  -- Sold and linked: the product moves to the status that means "sold". Listed: to the one that means "listed".
  perform private.move_product(sold.product_id, 'sold', p_seen_at)
  from (select distinct product_id from public.listing_sales
        where workspace_id = p_workspace_id and sold_at = p_seen_at and product_id is not null) as sold;
  perform private.move_product(listed.product_id, 'listed', p_seen_at)
  from (select distinct product_id from public.listings
        where workspace_id = p_workspace_id and last_sync_id = p_sync_id and created_at = now()
          and product_id is not null) as listed;

  drop table incoming;
  update public.ebay_syncs set
    page = p_page + 1, pages = p_pages,
    entries = case when p_page = 1 then p_entries else entries end,
    is_complete = case when p_page = 1 then true else is_complete and entries = p_entries and pages = p_pages end,
    added = added + v_added, changed = changed + v_changed,
    error_rows = case when jsonb_array_length(error_rows) >= 200 then error_rows else error_rows || p_errors end
  where id = p_sync_id returning * into v_sync;
  return to_jsonb(v_sync);
end;
$$;
comment on function public.record_listing_page is 'The sync as it stands now, or null when another worker is further.';

-- After the last page: was this pass whole? As many items were seen as eBay counted, before and after; else pages
-- shifted under the reading and it begins again, three times at most. eBay shows 25,000 listings at most: p_errors
-- says that there are more, so another pass would see no more of them.
create function public.finish_listing_pass(p_workspace_id uuid, p_sync_id uuid, p_errors jsonb default '[]')
  returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_sync public.ebay_syncs;
  v_seen integer;
  v_refused integer;
  v_is_whole boolean; v_is_last boolean;
begin
  select * into v_sync from public.ebay_syncs
  where id = p_sync_id and workspace_id = p_workspace_id and state = 'running' and phase = 'listings' for update;
  if not found then
    return null;
  end if;
  select count(*) into v_seen from public.listings
  where workspace_id = p_workspace_id and last_sync_id = p_sync_id and last_seen_at >= v_sync.pass_started_at;
  -- A row without a price is not recorded, but it was seen.
  select count(distinct row ->> 'ebay_item_id') into v_refused from jsonb_array_elements(v_sync.error_rows) as row
  where not exists (select from public.listings
    where workspace_id = p_workspace_id and ebay_item_id = row ->> 'ebay_item_id' and last_sync_id = p_sync_id);
  v_is_whole := v_sync.is_complete and v_seen + v_refused = v_sync.entries;
  v_is_last := v_is_whole or v_sync.pass >= 3 or p_errors <> '[]';
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
    and listing.sku in (asked.sku, btrim(asked.sku))
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
    where listing.workspace_id = p_workspace_id and listing.status in ('active', 'sold_out')
      and listing.ebay_user_id = (
        select ebay_user_id from public.ebay_connections where workspace_id = p_workspace_id)
      and listing.last_sync_id is distinct from p_sync_id and listing.first_seen_at < sync.started_at
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
  v_count integer;
begin
  update public.listings as listing set status = row ->> 'status'
  from jsonb_array_elements(p_rows) as row, public.ebay_syncs as sync
  where sync.id = p_sync_id and sync.workspace_id = p_workspace_id and sync.is_complete and sync.state = 'running'
    and listing.workspace_id = p_workspace_id and listing.id = (row ->> 'id')::uuid and listing.last_sync_id is distinct
    from p_sync_id
    and row ->> 'status' in ('ended', 'inactive');
  get diagnostics v_count = row_count;
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
  delete from public.ebay_syncs
    where workspace_id = p_workspace_id and state <> 'running' and started_at < now() - interval '30 days';
$$;

grant execute on function public.begin_ebay_sync, public.has_reading_since, public.record_listing_page,
  public.finish_listing_pass,
  public.list_skus_without_offer,
  public.record_offers, public.enter_sync_phase, public.list_missing_listings, public.end_listings,
  public.finish_ebay_sync to service_role;
