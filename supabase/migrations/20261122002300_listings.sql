-- What a workspace sells on eBay. eBay owns title, price, quantity, status, picture and link; the person owns floor,
-- strategy, switch, cost and hidden; the engine owns what it did. Each writes its own columns and no other's.

create table public.strategies (
  id               uuid primary key default gen_random_uuid(),
  workspace_id     uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  name             text not null,
  kind             text not null,
  percentage_bp    integer,
  amount_cents     bigint,
  interval_days    integer not null,
  steps            jsonb not null default '[]',
  start_delay_days integer not null default 0,
  quiet_from       text,
  quiet_until      text,
  blackout_dates   jsonb not null default '[]',
  price_ending     integer,
  max_cut_cents    bigint,
  max_cuts_per_day integer,
  time_zone        text not null default 'UTC',
  is_active        boolean not null default true,
  is_live          boolean not null default false,
  live_since       timestamptz,
  rule_version     integer not null default 1,
  created_by       uuid default auth.uid() references public.users (id) on delete set null,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),

  unique (workspace_id, id),
  constraint strategies_name_length check (char_length(name) between 1 and 80),
  constraint strategies_kind_has_its_amount check (
    (kind = 'percentage' and percentage_bp between 1 and 9000 and amount_cents is null)
    or (kind = 'fixed' and amount_cents between 1 and 10000000000 and percentage_bp is null)),
  constraint strategies_interval_days_range check (interval_days between 1 and 365),
  constraint strategies_start_delay_days_range check (start_delay_days between 0 and 365),
  constraint strategies_steps_is_list check (jsonb_typeof(steps) = 'array' and jsonb_array_length(steps) <= 10),
  constraint strategies_blackout_dates_is_list
    check (jsonb_typeof(blackout_dates) = 'array' and jsonb_array_length(blackout_dates) <= 50),
  constraint strategies_quiet_hours_have_both_ends check ((quiet_from is null) = (quiet_until is null)),
  constraint strategies_quiet_hours_shape check (
    quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' and quiet_until ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' and quiet_from
      <> quiet_until),
  constraint strategies_price_ending_range check (price_ending between 0 and 99),
  constraint strategies_caps_positive check (max_cut_cents > 0 and max_cuts_per_day > 0)
);
comment on table public.strategies is 'How prices come down. A new one is a preview: is_live is a person''s act.';
comment on column public.strategies.steps
  is '[{after_days, percentage_bp | amount_cents}]: from that many days after the switch-on each cut takes this '
  'instead.';
comment on column public.strategies.rule_version
  is 'Counts the edits of the rule. A price computed by an earlier version is not sent.';
comment on column public.strategies.interval_days
  is 'Days of 24 hours since the last cut, counted from the beginning of its hour.';
comment on column public.strategies.time_zone
  is 'Quiet hours, blackout dates and the day of max_cuts_per_day are read in it.';

create unique index strategies_name_idx on public.strategies (workspace_id, lower(name));
create index strategies_created_by_idx on public.strategies (created_by);

create table public.listings (
  id                    uuid primary key default gen_random_uuid(),
  workspace_id          uuid not null references public.workspaces (id) on delete cascade,
  ebay_user_id          text not null,
  ebay_item_id          text not null,
  sku                   text,
  offer_id              text,
  management_kind       text not null default 'trading',
  title                 text not null,
  price_cents           bigint not null,
  currency              text not null,
  quantity_available    integer,
  quantity_sold         integer not null default 0,
  status                text not null,
  picture_url           text,
  listing_url           text,
  listing_format        text not null default 'fixed_price',
  has_variations        boolean not null default false,
  watch_count           integer,
  started_at            timestamptz,
  first_price_cents     bigint not null,
  price_seen_at         timestamptz not null,
  price_contradicted_at timestamptz,
  sale_price_cents      bigint,
  sale_ends_at          timestamptz,
  first_seen_at         timestamptz not null default now(),
  last_seen_at          timestamptz not null,
  status_changed_at     timestamptz not null default now(),

  floor_cents           bigint,
  strategy_id           uuid,
  reductions_enabled    boolean not null default false,
  reductions_enabled_at timestamptz,
  cost_cents            bigint,
  is_hidden             boolean not null default false,
  product_id            uuid,
  is_product_chosen     boolean not null default false,

  last_cut_at           timestamptz,
  due_at                timestamptz,
  cut_count             integer not null default 0,
  open_change_id        uuid,
  parked_code           text,
  parked_reason         text,
  parked_at             timestamptz,
  held_until            timestamptz,
  held_code             text,
  held_reason           text,
  relisted_from         uuid,
  is_relist_settled     boolean not null default false,

  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now(),
  search_text           text generated always
  as (private.fold_text(title || ' ' || ebay_item_id || ' ' || coalesce(sku, ''))) stored,

  unique (workspace_id, id),
  unique (workspace_id, ebay_item_id),
  foreign key (workspace_id, strategy_id) references public.strategies (workspace_id, id),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id)
    on delete set null (product_id),
  foreign key (workspace_id, relisted_from) references public.listings (workspace_id, id)
    on delete set null (relisted_from),
  constraint listings_management_kind_known check (management_kind in ('trading', 'inventory')),
  constraint listings_inventory_has_sku check (management_kind = 'trading' or sku is not null),
  constraint listings_status_known check (status in ('active', 'inactive', 'sold_out', 'ended')),
  constraint listings_listing_format_known check (listing_format in ('fixed_price', 'auction')),
  constraint listings_currency_shape check (currency ~ '^[A-Z]{3}$'),
  constraint listings_price_positive check (price_cents > 0),
  constraint listings_floor_positive check (floor_cents > 0),
  constraint listings_cost_not_negative check (cost_cents >= 0),
  constraint listings_switch_has_its_time check (not reductions_enabled or reductions_enabled_at is not null),
  constraint listings_sale_is_whole
    check (sale_price_cents > 0 and sale_ends_at is not null or sale_price_cents is null),
  constraint listings_held_has_a_reason
    check ((held_until is null) = (held_code is null) and (held_until is null) = (held_reason is null)),
  constraint listings_parked_has_a_reason
    check ((parked_code is null) = (parked_reason is null) and (parked_code is null) = (parked_at is null))
);
comment on table public.listings is 'One row per eBay item id, whichever of eBay''s interfaces told of it.';
comment on column public.listings.management_kind
  is 'Which interface may revise it. Found out, and corrected when eBay says otherwise.';
comment on column public.listings.quantity_available is 'Null when eBay did not say; that is not zero.';
comment on column public.listings.price_seen_at
  is 'When eBay showed this price and the row was written; what was read before changes nothing.';
comment on column public.listings.last_seen_at
  is 'The reading that wrote the row last. private.seen_at counts the readings since that showed it unchanged.';
comment on column public.listings.price_contradicted_at
  is 'When eBay first showed another price than the one it accepted from us. eBay may show an old price for a quarter '
    'of '
  'an hour, so only a second such reading counts.';
comment on column public.listings.price_cents is 'The regular price. A running sale is in sale_price_cents.';
comment on column public.listings.held_until
  is 'eBay refused a change for a while, for the reason in held_reason. Price drops resume automatically.';
comment on column public.listings.relisted_from
  is 'The ended listing with the same SKU whose floor, strategy, switch and cost a person may carry over.';
comment on column public.listings.is_relist_settled
  is 'Its settings were carried over, or a person declined. No later sync offers them again.';
comment on column public.listings.due_at
  is 'When the next cut is due; null while nothing cuts it. Written by triggers, the same rule as core''s.';
comment on column public.listings.open_change_id is 'The change of price that is under way. There is at most one.';
comment on column public.listings.parked_code
  is 'eBay refused a change for good; nothing is sent until a person puts it back.';

-- Exactly the order of a run.
create index listings_due_idx on public.listings (workspace_id, due_at, id) where due_at is not null;
create index listings_strategy_idx on public.listings (workspace_id, strategy_id, id)
  where strategy_id is not null;
create index listings_product_idx on public.listings (workspace_id, product_id) where product_id is not null;
create index listings_sku_idx on public.listings (workspace_id, btrim(sku)) where sku is not null;
create index listings_list_idx on public.listings (workspace_id, started_at desc nulls last, id desc);
create index listings_relisted_from_idx on public.listings (workspace_id, relisted_from)
  where relisted_from is not null;
create index listings_ebay_user_id_idx on public.listings (ebay_user_id);
create index listings_search_idx on public.listings using gin (search_text extensions.gin_trgm_ops);

create table public.listing_days (
  listing_id         uuid not null,
  workspace_id       uuid not null references public.workspaces (id) on delete cascade,
  day                date not null,
  price_cents        bigint not null,
  quantity_available integer,
  quantity_sold      integer not null,
  watch_count        integer,
  status             text not null,

  primary key (listing_id, day),
  foreign key (workspace_id, listing_id) references public.listings (workspace_id, id) on delete cascade
);
comment on table public.listing_days
  is 'How each listing stood at the end of a UTC day, for the days on which something changed: the days in between are '
  'like the one before. What the time machine replays.';
create index listing_days_workspace_id_idx on public.listing_days (workspace_id, day, listing_id);

create table public.listing_sales (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  listing_id   uuid not null,
  product_id   uuid references public.sourced_products (id) on delete set null,
  quantity     integer not null,
  price_cents  bigint not null,
  currency     text not null,
  sold_at      timestamptz not null default now(),

  foreign key (workspace_id, listing_id) references public.listings (workspace_id, id) on delete cascade,
  constraint listing_sales_quantity_positive check (quantity > 0)
);
comment on table public.listing_sales
  is 'Sales as they were noticed: eBay counts more sold than before, at the price known then.';
create index listing_sales_listing_idx on public.listing_sales (workspace_id, listing_id, sold_at desc);
create index listing_sales_product_id_idx on public.listing_sales (product_id) where product_id is not null;

create table public.ebay_syncs (
  id              uuid primary key default gen_random_uuid(),
  workspace_id    uuid not null references public.workspaces (id) on delete cascade,
  requested_by    uuid references public.users (id) on delete set null,
  state           text not null default 'running',
  phase           text not null default 'listings',
  pass            integer not null default 1,
  page            integer not null default 1,
  pages           integer,
  entries         integer,
  seen            integer not null default 0,
  added           integer not null default 0,
  changed         integer not null default 0,
  ended           integer not null default 0,
  error_rows      jsonb not null default '[]',
  is_complete     boolean,
  error_code      text,
  error_message   text,
  started_at      timestamptz not null default now(),
  reading         integer not null default 1,
  pass_started_at timestamptz not null default now(),
  finished_at     timestamptz,

  constraint ebay_syncs_state_known check (state in ('running', 'finished', 'failed')),
  constraint ebay_syncs_phase_known check (phase in ('listings', 'offers', 'missing', 'done')),
  constraint ebay_syncs_error_rows_is_list check (jsonb_typeof(error_rows) = 'array')
);
comment on table public.ebay_syncs
  is 'One reading of everything on sale. Its row is the cursor: a worker that vanished is followed by one that goes '
  'on.';
comment on column public.ebay_syncs.reading
  is 'Counts how often the sync began again with its first page. A page of an earlier reading is not taken.';
comment on column public.ebay_syncs.is_complete
  is 'Every page of one pass was read and their items are as many as eBay counted, at the beginning and at the end. '
  'Only then may a listing end.';
create unique index ebay_syncs_running_idx on public.ebay_syncs (workspace_id) where state = 'running';
create index ebay_syncs_list_idx on public.ebay_syncs (workspace_id, started_at desc);
create index ebay_syncs_requested_by_idx on public.ebay_syncs (requested_by);

create trigger _100_touch_updated_at before update on public.strategies
  for each row execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.listings
  for each row execute function private.touch_updated_at();

alter table public.strategies enable row level security;
alter table public.listings enable row level security;
alter table public.listing_days enable row level security;
alter table public.listing_sales enable row level security;
alter table public.ebay_syncs enable row level security;

grant select, delete on public.strategies to authenticated;
grant insert (name, kind, percentage_bp, amount_cents, interval_days, steps, start_delay_days, quiet_from, quiet_until,
  blackout_dates,
  price_ending, max_cut_cents, max_cuts_per_day, time_zone, is_active) on public.strategies to authenticated;
grant update (name, kind, percentage_bp, amount_cents, interval_days, steps, start_delay_days, quiet_from, quiet_until,
  blackout_dates,
  price_ending, max_cut_cents, max_cuts_per_day, time_zone, is_active, is_live) on public.strategies to authenticated;
grant select on public.listings, public.listing_days, public.listing_sales, public.ebay_syncs to authenticated;
grant update (floor_cents, strategy_id, reductions_enabled, cost_cents, is_hidden, product_id, is_product_chosen)
  on public.listings to authenticated;
grant all on public.strategies, public.listings, public.listing_days, public.listing_sales, public.ebay_syncs
  to service_role;

create policy "Editors can read their workspace's strategies" on public.strategies
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can add strategies" on public.strategies
  for insert to authenticated
    with check (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can change strategies" on public.strategies
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));
create policy "Editors can delete strategies" on public.strategies
  for delete to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

create policy "Editors can read their workspace's listings" on public.listings
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can change what is theirs of a listing" on public.listings
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));
create policy "Editors can read their workspace's recorded days" on public.listing_days
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's sales" on public.listing_sales
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read how their workspace's syncs went" on public.ebay_syncs
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

-- When the last whole reading of what is on sale began: every listing that is on sale was seen in it.
create function private.read_whole_at(p_workspace_id uuid, p_except uuid default null) returns timestamptz
language sql
stable
set search_path = ''
as $$
  select max(pass_started_at) from public.ebay_syncs
  where workspace_id = p_workspace_id and is_complete and phase <> 'listings' and id is distinct from p_except;
$$;

create function private.seen_at(p_status text, p_last_seen_at timestamptz, p_read_whole_at timestamptz)
  returns timestamptz
language sql
immutable
set search_path = ''
as $$
  select case when p_status in ('active', 'sold_out') then greatest(p_last_seen_at, p_read_whole_at)
    else p_last_seen_at end;
$$;
grant execute on function private.read_whole_at, private.seen_at to authenticated;

-- Records the day of these listings where it differs from the last recorded one.
create function private.record_days(p_workspace_id uuid, p_ebay_item_ids text[], p_seen_at timestamptz) returns void
language sql
set search_path = ''
as $$
  insert into public.listing_days (listing_id, workspace_id, day, price_cents, quantity_available, quantity_sold,
    watch_count, status)
  select listing.id, p_workspace_id, (p_seen_at at time zone 'UTC')::date, listing.price_cents,
    listing.quantity_available, listing.quantity_sold, listing.watch_count, listing.status
  from public.listings as listing
  left join lateral (
    select * from public.listing_days as recorded
    where recorded.listing_id = listing.id and recorded.day <= (p_seen_at at time zone 'UTC')::date
    order by recorded.day desc limit 1
  ) as last on true
  where listing.workspace_id = p_workspace_id and listing.ebay_item_id = any (p_ebay_item_ids)
    and (last.price_cents, last.quantity_available, last.quantity_sold, last.watch_count, last.status) is distinct from
      (listing.price_cents, listing.quantity_available, listing.quantity_sold, listing.watch_count, listing.status)
  on conflict (listing_id, day) do update set price_cents = excluded.price_cents,
    quantity_available = excluded.quantity_available, quantity_sold = excluded.quantity_sold,
    watch_count = excluded.watch_count, status = excluded.status;
$$;
