-- What eBay shows, and how far it is believed. eBay may go on showing the price from before a change for a quarter of
-- an hour after it said Success, and a request whose answer was lost may or may not have arrived.

-- The row shows the price we believe, and no change of ours is under way on eBay.
create function private.shows_price(p_listing public.listings, p_row jsonb) returns boolean
language sql
stable
set search_path = ''
as $$
  select p_listing.price_cents = (p_row ->> 'price_cents')::bigint and p_listing.currency = p_row ->> 'currency'
    and (p_listing.open_change_id is null or exists (select from public.price_reduction_logs
      where id = p_listing.open_change_id and state = 'planned'));
$$;

-- Everything that writes prices locks the listings first, in one order, so that two writers wait for each other instead
-- of blocking each other.
create function private.lock_listings(p_workspace_id uuid, p_change_ids uuid[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform 1 from public.listings
  where workspace_id = p_workspace_id and id in (
    select listing_id from public.price_reduction_logs where workspace_id = p_workspace_id and id = any (p_change_ids))
  order by id for no key update;
end;
$$;

-- Takes what eBay shows: {ebay_item_id, price_cents, currency, seen_at}. A change under way is confirmed by its new
-- price. Any other price settles it only when two readings 15 minutes apart show one: the old price means that the
-- change never took effect and frees its slot; a third price after eBay's Success means that ours was changed
-- afterwards. For as long as eBay may lag behind a change of ours, a differing price needs two readings as well.
create function private.take_prices(p_workspace_id uuid, p_rows jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_confirmed integer;
  v_settled integer;
begin
  -- A listing that shows what we believe, with nothing under way, is not even locked.
  perform 1 from public.listings as listing
  join jsonb_to_recordset(p_rows) as row (ebay_item_id text, price_cents bigint, currency text)
    on row.ebay_item_id = listing.ebay_item_id
  where listing.workspace_id = p_workspace_id
    and (listing.open_change_id is not null or listing.price_contradicted_at is not null
      or (listing.price_cents, listing.currency) is distinct from (row.price_cents, row.currency))
  order by listing.id for no key update of listing;
  with seen as (
    select distinct on (ebay_item_id) *
    from jsonb_to_recordset(p_rows)
      as row (ebay_item_id text, price_cents bigint, currency text, seen_at timestamptz)
    order by ebay_item_id, seen_at desc
  ), judged as (
    select change.id, change.listing_id, change.kind, change.state, change.sent_at, change.new_price_cents,
      change.currency as change_currency, listing.price_contradicted_at, seen.price_cents as price, seen.seen_at,
      seen.currency,
      case when seen.price_cents = change.new_price_cents and seen.currency = change.currency then 'new'
        when seen.price_cents = change.old_price_cents and seen.currency = change.currency then 'old'
        else 'other' end as verdict
    from seen
    join public.listings as listing on listing.workspace_id = p_workspace_id
      and listing.ebay_item_id = seen.ebay_item_id
    join public.price_reduction_logs as change on change.id = listing.open_change_id
    where change.state in ('sending', 'sent', 'unknown') and seen.seen_at > change.sent_at
  ), settled as (
    select *, case when verdict = 'new' or (verdict = 'other' and state = 'sent') then 'confirmed'
      when verdict = 'other' then 'cancelled' else 'rejected' end as next_state
    from judged
    where verdict = 'new' or seen_at >= price_contradicted_at + private.readings_apart()
  ), doubted as (
    update public.listings as listing set price_contradicted_at = judged.seen_at
    from judged
    where listing.id = judged.listing_id and judged.verdict <> 'new' and judged.price_contradicted_at is null
      and judged.seen_at > judged.sent_at + private.call_may_last()
  ), changes as (
    update public.price_reduction_logs as change set
      state = settled.next_state, seen_price_cents = settled.price,
      confirmed_at = case when settled.next_state = 'confirmed' then settled.seen_at end,
      reason_code = case settled.next_state when 'rejected' then 'not_applied' when 'cancelled' then 'overtaken' end,
      reason = case settled.next_state
        when 'rejected'
          then 'eBay still shows the old price: the change did not take effect. It is tried again in the next run.'
        when 'cancelled'
          then 'eBay did not answer, and now shows a price that was set there afterwards.' end
    from settled where change.id = settled.id
  ), afterwards as (
    insert into public.price_reduction_logs (workspace_id, listing_id, ebay_item_id, sku, title, kind, floor_cents,
      old_price_cents, new_price_cents, currency, state, planned_at, confirmed_at)
    select p_workspace_id, listing.id, listing.ebay_item_id, listing.sku, listing.title, 'ebay', listing.floor_cents,
      settled.new_price_cents, settled.price, settled.currency, 'confirmed', settled.seen_at, settled.seen_at
    from settled join public.listings as listing on listing.id = settled.listing_id
    where settled.next_state = 'confirmed' and settled.verdict = 'other'
      and settled.currency = settled.change_currency
  ), moved as (
    update public.listings as listing set
      price_cents = settled.price, currency = settled.currency, price_seen_at = settled.seen_at,
      price_contradicted_at = null,
      last_cut_at = case when verdict = 'old' then listing.last_cut_at else settled.sent_at end,
      cut_count = listing.cut_count
        + case when settled.next_state = 'confirmed' and settled.kind = 'scheduled' then 1 else 0 end,
      -- The trigger would do it too, with a second writing of the row.
      open_change_id = null
    from settled where listing.id = settled.listing_id
  )
  select count(*) filter (where next_state = 'confirmed'), count(*) into v_confirmed, v_settled from settled;
  perform private.take_price_news(p_workspace_id, p_rows);
  return jsonb_build_object('confirmed', v_confirmed, 'settled', v_settled);
end;
$$;

-- Prices that differ from the ones we believe, of listings without a change on its way.
create function private.take_price_news(p_workspace_id uuid, p_rows jsonb) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_news jsonb;
  v_void uuid[];
begin
  with seen as (
    select distinct on (ebay_item_id) *
    from jsonb_to_recordset(p_rows)
      as row (ebay_item_id text, price_cents bigint, currency text, seen_at timestamptz)
    order by ebay_item_id, seen_at desc
  ), differing as (
    select listing.id, listing.price_contradicted_at, seen.price_cents, seen.currency, seen.seen_at,
      -- A price eBay accepted from us, for as long as eBay may show the one before.
      seen.seen_at < listing.last_cut_at + 2 * private.readings_apart() as is_believed
    from seen
    join public.listings as listing on listing.workspace_id = p_workspace_id
      and listing.ebay_item_id = seen.ebay_item_id
    where (listing.price_cents, listing.currency) is distinct from (seen.price_cents, seen.currency)
      and seen.seen_at > listing.price_seen_at
      and not exists (select from public.price_reduction_logs as change
        where change.id = listing.open_change_id and change.state <> 'planned')
  ), doubted as (
    update public.listings as listing set price_contradicted_at = differing.seen_at
    from differing
    where listing.id = differing.id and differing.is_believed and differing.price_contradicted_at is null
  )
  select jsonb_agg(to_jsonb(differing)) into v_news from differing
  where not coalesce(is_believed, false) or seen_at >= price_contradicted_at + private.readings_apart();
  if v_news is null then
    return;
  end if;
  -- A row that was planned on the price before is void. It must not hold the slot of the row that is found to count.
  with void as (
    update public.price_reduction_logs as change set state = 'cancelled', reason_code = 'price_changed',
      reason = private.not_sent_because('price_changed')
    from jsonb_to_recordset(v_news) as news (id uuid)
    where change.workspace_id = p_workspace_id and change.listing_id = news.id and change.state = 'planned'
    returning change.id
  )
  select array_agg(id) into v_void from void;
  perform private.take_news(p_workspace_id, v_news);
  -- Who asked for a price reads who changed it before.
  update public.price_reduction_logs as change set
    reason = coalesce(private.who_changed_price(private.last_change(change)) || ' Nothing was sent.', change.reason)
  where change.id = any (v_void) and change.kind <> 'scheduled';
end;
$$;

-- The newest change of the same listing that took effect.
create function private.last_change(p_change public.price_reduction_logs) returns uuid
language sql
stable
set search_path = ''
as $$
  select id from public.price_reduction_logs
  where workspace_id = p_change.workspace_id and listing_id = p_change.listing_id and state = 'confirmed'
  order by confirmed_at desc, id desc limit 1;
$$;

-- Writes the believed news. A price that one of our own changes of the last days was to set is that change, come late:
-- its row counts and uses its slot. Any other price was set on eBay.
create function private.take_news(p_workspace_id uuid, p_news jsonb) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  with news as (
    select * from jsonb_to_recordset(p_news)
      as news (id uuid, price_cents bigint, currency text, seen_at timestamptz)
  ), late as (
    select distinct on (change.listing_id) change.id, change.listing_id, change.kind, change.sent_at, news.seen_at,
      news.price_cents
    from news
    join public.price_reduction_logs as change on change.listing_id = news.id
      and change.workspace_id = p_workspace_id and change.new_price_cents = news.price_cents
      and change.currency = news.currency
    -- A price that eBay refused by a number of its own never took effect.
    where change.state in ('rejected', 'cancelled') and change.reason_code !~ '^ebay_[0-9]+$'
      and change.sent_at > news.seen_at - private.asked_for() - interval '1 day'
      and not exists (select from public.price_reduction_logs as later
        where later.listing_id = change.listing_id and later.state = 'confirmed' and later.kind <> 'ebay'
          and later.sent_at > change.sent_at)
      and not exists (select from public.price_reduction_logs as taken
        where taken.listing_id = change.listing_id and taken.slot_at = change.slot_at and taken.kind = 'scheduled'
          and taken.state not in ('rejected', 'cancelled'))
    order by change.listing_id, change.sent_at desc
  ), reopened as (
    update public.price_reduction_logs as change set state = 'confirmed', confirmed_at = late.seen_at,
      seen_price_cents = late.price_cents, reason_code = null, reason = null
    from late where change.id = late.id
  ), set_on_ebay as (
    insert into public.price_reduction_logs (workspace_id, listing_id, ebay_item_id, sku, title, kind, floor_cents,
      old_price_cents, new_price_cents, currency, state, planned_at, confirmed_at)
    select p_workspace_id, listing.id, listing.ebay_item_id, listing.sku, listing.title, 'ebay', listing.floor_cents,
      listing.price_cents, news.price_cents, news.currency, 'confirmed', news.seen_at, news.seen_at
    from news join public.listings as listing on listing.id = news.id and listing.currency = news.currency
    where not exists (select from late where late.listing_id = news.id)
  )
  update public.listings as listing set price_cents = news.price_cents, currency = news.currency,
    price_seen_at = news.seen_at, price_contradicted_at = null,
    last_cut_at = coalesce(greatest(listing.last_cut_at, late.sent_at), listing.last_cut_at),
    cut_count = listing.cut_count + case when late.kind = 'scheduled' then 1 else 0 end
  from news left join late on late.listing_id = news.id
  where listing.id = news.id;
end;
$$;

-- What eBay shows of listings with a change planned or under way: {ebay_item_id, price_cents, currency, seen_at,
-- quantity_available?, status?, sale_price_cents?, sale_ends_at?}. Other listings are left to the sync.
create function public.record_seen_prices(p_workspace_id uuid, p_rows jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_rows jsonb;
  v_answer jsonb;
begin
  select jsonb_agg(row) into v_rows from jsonb_array_elements(p_rows) as row
  join public.listings as listing on listing.workspace_id = p_workspace_id
    and listing.ebay_item_id = row ->> 'ebay_item_id' and listing.open_change_id is not null;
  if v_rows is null then
    return jsonb_build_object('confirmed', 0, 'settled', 0);
  end if;
  v_answer := private.take_prices(p_workspace_id, v_rows);
  update public.listings as listing set
    price_seen_at = case when private.shows_price(listing, row)
      then greatest(listing.price_seen_at, (row ->> 'seen_at')::timestamptz) else listing.price_seen_at end,
    -- What was asked for before the contradiction does not end it.
    price_contradicted_at = case when not private.shows_price(listing, row)
      or (row ->> 'seen_at')::timestamptz < listing.price_contradicted_at then listing.price_contradicted_at end,
    quantity_available = coalesce((row ->> 'quantity_available')::integer, listing.quantity_available),
    status = case when row ->> 'status' = 'ended' then 'ended' else listing.status end,
    sale_price_cents = (row ->> 'sale_price_cents')::bigint,
    sale_ends_at = (row ->> 'sale_ends_at')::timestamptz,
    last_seen_at = (row ->> 'seen_at')::timestamptz
  from jsonb_array_elements(v_rows) as row
  -- An answer from before the last look says nothing about stock and sales. What a settled change has just written is
  -- not written again.
  where listing.workspace_id = p_workspace_id and listing.ebay_item_id = row ->> 'ebay_item_id'
    and (row ->> 'seen_at')::timestamptz >= greatest(listing.last_seen_at, listing.price_seen_at)
    and (listing.price_seen_at < (row ->> 'seen_at')::timestamptz
      or (listing.quantity_available, listing.sale_price_cents, listing.sale_ends_at, listing.status = 'ended')
        is distinct from (coalesce((row ->> 'quantity_available')::integer, listing.quantity_available),
          (row ->> 'sale_price_cents')::bigint, (row ->> 'sale_ends_at')::timestamptz,
          row ->> 'status' is not distinct from 'ended'));
  return v_answer;
end;
$$;
grant execute on function public.record_seen_prices to service_role;
