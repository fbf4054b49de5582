-- What always follows when a listing or a strategy is written: when the next price drop is due, and what keeps a
-- strategy in use from being deleted.

-- The rule of core's pricing in SQL, so that a run finds what is due by index. Days are 24 hours: no clock change moves
-- them.
create function private.cut_due_at(p_listing public.listings, p_interval_days integer, p_start_delay_days integer)
  returns timestamptz
language sql
immutable
set search_path = ''
as $$
  select case when p_listing.reductions_enabled then
    date_trunc('hour', case when p_listing.last_cut_at >= p_listing.reductions_enabled_at then p_listing.last_cut_at
      else p_listing.reductions_enabled_at + make_interval(hours => 24 * p_start_delay_days) end, 'UTC')
    + make_interval(hours => 24 * p_interval_days) end;
$$;

-- Switching on, or another strategy, begins the waiting anew: nothing is cut the moment somebody clicks.
create function private.settle_listing() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_strategy public.strategies;
begin
  if new.reductions_enabled and (tg_op = 'INSERT' or not old.reductions_enabled or old.strategy_id is distinct
    from new.strategy_id) then
    new.reductions_enabled_at := now();
  end if;
  if new.strategy_id is null or not new.reductions_enabled then
    new.due_at := null;
  else
    select * into v_strategy from public.strategies where id = new.strategy_id;
    new.due_at := private.cut_due_at(new, v_strategy.interval_days, v_strategy.start_delay_days);
  end if;
  if tg_op = 'UPDATE' and old.status is distinct from new.status then
    new.status_changed_at := now();
  end if;
  return new;
end;
$$;
create trigger _120_settle_listing before insert or update of reductions_enabled, strategy_id, last_cut_at,
  reductions_enabled_at, status on public.listings
  for each row execute function private.settle_listing();

-- A strategy that went live, or whose waiting changed, and whose listings do not say so yet. They are gone through in
-- chunks, in the order of their ids; until the last one no run lowers a price by this strategy.
create table private.strategy_settlings (
  strategy_id  uuid primary key references public.strategies (id) on delete cascade,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  waits_since  timestamptz,
  after_id     uuid
);
comment on column private.strategy_settlings.waits_since
  is 'When the waiting begins anew; null when only its length changed.';
create index strategy_settlings_workspace_id_idx on private.strategy_settlings (workspace_id);

-- At most p_limit listings. A listing that somebody switched on later keeps its own, later time.
create function private.settle_listings_of(p_strategy_id uuid, p_limit integer) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_settling private.strategy_settlings;
  v_strategy public.strategies;
  v_ids uuid[];
begin
  select * into v_settling from private.strategy_settlings where strategy_id = p_strategy_id for update;
  if not found then
    return;
  end if;
  select * into v_strategy from public.strategies where id = p_strategy_id;
  -- In one order with the calls that change prices.
  v_ids := array(
    select id from public.listings
    where workspace_id = v_settling.workspace_id and strategy_id = p_strategy_id
      and (v_settling.after_id is null or id > v_settling.after_id)
    order by id limit p_limit for no key update);
  if v_settling.waits_since is not null then
    update public.listings set reductions_enabled_at = greatest(reductions_enabled_at, v_settling.waits_since)
    where id = any (v_ids) and reductions_enabled;
  else
    update public.listings as listing
    set due_at = private.cut_due_at(listing, v_strategy.interval_days, v_strategy.start_delay_days)
    where id = any (v_ids);
  end if;
  if cardinality(v_ids) < p_limit then
    delete from private.strategy_settlings where strategy_id = p_strategy_id;
  else
    update private.strategy_settlings set after_id = v_ids[p_limit] where strategy_id = p_strategy_id;
  end if;
end;
$$;

-- The next chunk, for the job and before each run. Security definer: no role reads the table.
create function public.settle_strategies(p_workspace_id uuid, p_limit integer default 1000) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.settle_listings_of(strategy_id, private.page_limit(p_limit))
  from (select strategy_id from private.strategy_settlings where workspace_id = p_workspace_id
    order by strategy_id limit 1) as next;
  return exists (select from private.strategy_settlings where workspace_id = p_workspace_id);
end;
$$;
comment on function public.settle_strategies is 'Whether listings are left.';
grant execute on function public.settle_strategies to service_role;

create function private.settle_strategy() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if (new.is_live and not old.is_live)
    or (old.interval_days, old.start_delay_days) is distinct from (new.interval_days, new.start_delay_days) then
    insert into private.strategy_settlings (strategy_id, workspace_id, waits_since)
    values (new.id, new.workspace_id, case when new.is_live and not old.is_live then now() end)
    on conflict (strategy_id) do update set after_id = null,
      waits_since = coalesce(excluded.waits_since, strategy_settlings.waits_since);
    -- Most strategies have so few listings that this is all.
    perform private.settle_listings_of(new.id, 1000);
    if exists (select from private.strategy_settlings where strategy_id = new.id) then
      perform private.enqueue_job('strategies.settle', 'strategies.settle:' || new.workspace_id, '{}',
        new.workspace_id);
    end if;
  end if;
  return null;
end;
$$;
create trigger _130_settle_strategy after update on public.strategies
  for each row execute function private.settle_strategy();

create function private.note_live() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.live_since := case when new.is_live then now() end;
  return new;
end;
$$;
create trigger _110_note_live before update of is_live on public.strategies
  for each row when (old.is_live is distinct from new.is_live) execute function private.note_live();

-- What is planned by an earlier version of the rule is not sent.
create function private.count_rule_version() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.rule_version := old.rule_version + 1;
  return new;
end;
$$;
create trigger _115_count_rule_version before update on public.strategies
  for each row when (
    (old.kind, old.percentage_bp, old.amount_cents, old.interval_days, old.steps, old.start_delay_days, old.quiet_from,
      old.quiet_until, old.blackout_dates, old.price_ending, old.max_cut_cents, old.max_cuts_per_day, old.time_zone)
    is distinct from
    (new.kind, new.percentage_bp, new.amount_cents, new.interval_days, new.steps, new.start_delay_days, new.quiet_from,
      new.quiet_until, new.blackout_dates, new.price_ending, new.max_cut_cents, new.max_cuts_per_day, new.time_zone))
  execute function private.count_rule_version();

create function private.keep_used_strategy() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  -- A workspace that goes takes everything along.
  if not exists (select from public.workspaces where id = old.workspace_id) then
    return old;
  end if;
  select count(*) into v_count from public.listings where workspace_id = old.workspace_id and strategy_id = old.id;
  if v_count > 0 then
    raise exception 'strategy_in_use' using errcode = 'PT409',
      detail = format(case when v_count = 1 then '%s listing uses this strategy. Give it another one first.'
        else '%s listings use this strategy. Give them another one first.' end, v_count);
  end if;
  return old;
end;
$$;
create trigger _100_keep_used_strategy before delete on public.strategies
  for each row execute function private.keep_used_strategy();

-- What the person owns of listings, by ids; one shape for one listing and for thousands. A floor comes as a number, or
-- as a rule: `share` of the price (basis points), or what covers cost, fees and margin. Fees and margin are shares of
-- the price, so the floor solves f = cost + fixed + f * (fee + margin), rounded up to the cent. A chosen product stays
-- chosen.
create function public.update_listings(p_ids uuid[], p_patch jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  v_settings public.ebay_settings;
  v_changed integer;
  v_without integer := 0;
begin
  perform 1 from public.ebay_settings
    where workspace_id = (select private.current_workspace_id()) and (select private.can_edit());
  if not found then
    raise exception 'not_allowed'
      using errcode = 'PT403', detail = 'Ask an owner or manager of the workspace to do this.';
  end if;
  select * into v_settings from public.ebay_settings where workspace_id = (select private.current_workspace_id());
  if nullif(p_patch ->> 'strategy_id', '') is not null
    and not exists (select from public.strategies where id = (p_patch ->> 'strategy_id')::uuid) then
    raise exception 'strategy_not_found'
      using errcode = 'PT404', detail = 'We can''t find this strategy in your workspace.', hint = 'strategy_id';
  end if;
  if nullif(p_patch ->> 'product_id', '') is not null and not exists (
    select from public.sourced_products where id = (p_patch ->> 'product_id')::uuid and deleted_at is null) then
    raise exception 'product_not_found'
      using errcode = 'PT404', detail = 'We can''t find this product in your workspace.', hint = 'product_id';
  end if;
  if p_patch #>> '{floor,rule}' = 'cost' then
    select count(*) into v_without from public.listings where id = any (p_ids) and cost_cents is null;
  end if;
  -- In one order, as everything that writes prices does: two writers wait for each other.
  perform 1 from public.listings where id = any (p_ids) order by id for no key update;
  update public.listings as listing set
    floor_cents = case
      when p_patch ? 'floor_cents' then (p_patch ->> 'floor_cents')::bigint
      when p_patch #>> '{floor,rule}' = 'share' then
        greatest(1, (listing.price_cents * (p_patch #>> '{floor,share_bp}')::integer + 5000) / 10000)
      when p_patch #>> '{floor,rule}' = 'cost' and listing.cost_cents is not null then
        ceil((listing.cost_cents + v_settings.fixed_fee_cents)::numeric * 10000 / (
          10000 - v_settings.fee_bp - v_settings.margin_bp))::bigint
      else listing.floor_cents end,
    strategy_id = case when p_patch ? 'strategy_id' then (p_patch ->> 'strategy_id')::uuid else listing.strategy_id end,
    reductions_enabled = case when p_patch ? 'reductions_enabled' then (p_patch ->> 'reductions_enabled')::boolean
    else listing.reductions_enabled end,
    cost_cents = case when p_patch ? 'cost_cents' then (p_patch ->> 'cost_cents')::bigint else listing.cost_cents end,
    is_hidden = case when p_patch ? 'is_hidden' then (p_patch ->> 'is_hidden')::boolean else listing.is_hidden end,
    product_id = case when p_patch ? 'product_id' then (p_patch ->> 'product_id')::uuid else listing.product_id end,
    is_product_chosen = listing.is_product_chosen or p_patch ? 'product_id'
  where listing.id = any (p_ids)
    and not (coalesce(p_patch #>> '{floor,only_without}' = 'true', false) and listing.floor_cents is not null);
  get diagnostics v_changed = row_count;
  if p_patch -> 'is_parked' = 'false' then
    perform public.unpark_listings(p_ids);
  end if;
  return jsonb_build_object('changed', v_changed, 'without_cost', v_without);
end;
$$;
grant execute on function public.update_listings to authenticated;
comment on function public.update_listings
  is '{changed, without_cost}: rows written, and rows the cost rule could not propose a floor for.';

-- Security definer: parked columns are the engine's; the workspace is checked here.
create function public.unpark_listings(p_ids uuid[]) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_count integer;
begin
  update public.listings set parked_code = null, parked_reason = null, parked_at = null
  where workspace_id = v_workspace_id and id = any (p_ids) and parked_code is not null;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;
grant execute on function public.unpark_listings to authenticated;
