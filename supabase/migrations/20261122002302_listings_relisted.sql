-- A seller who relists an item gets a new item id from eBay. The SKU says that it is the same thing, so the person's
-- own settings can come along.

-- Listings of these that follow an ended listing with the same SKU, and have no floor and no strategy yet. With
-- carries_over_relisted they get its settings at once, otherwise a person is asked.
create function private.find_relisted(p_workspace_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  update public.listings as listing set relisted_from = earlier.id
  from public.listings as fresh
  cross join lateral (
    select id, floor_cents is not null or strategy_id is not null or cost_cents is not null as has_settings
    from public.listings as ended
    where ended.workspace_id = p_workspace_id and btrim(ended.sku) = btrim(fresh.sku) and ended.id <> fresh.id
      and ended.status = 'ended' and ended.ebay_user_id = fresh.ebay_user_id and ended.currency = fresh.currency
      and ended.first_seen_at < fresh.first_seen_at
      -- A listing that was never asked about and has no settings stands between two that belong together. One that a
      -- person declined for ends the line.
      and (ended.floor_cents is not null or ended.strategy_id is not null or ended.cost_cents is not null
        or ended.is_relist_settled)
      -- A SKU that several listings had at once names no single one of them.
      and not exists (select from public.listings as other where other.workspace_id = p_workspace_id
        and btrim(other.sku) = btrim(ended.sku) and other.id not in (ended.id, fresh.id) and other.status <> 'ended')
    order by ended.status_changed_at desc, ended.first_seen_at desc, ended.id limit 1
  ) as earlier
  where listing.id = fresh.id and earlier.has_settings and fresh.workspace_id = p_workspace_id and fresh.sku is not null
    and fresh.status in ('active', 'sold_out') and fresh.relisted_from is null and not fresh.is_relist_settled
    and fresh.floor_cents is null and fresh.strategy_id is null and fresh.first_seen_at > now() - interval '90 days';
  if (select carries_over_relisted from public.ebay_settings where workspace_id = p_workspace_id) then
    select array_agg(id) into v_ids from public.listings
    where workspace_id = p_workspace_id and relisted_from is not null and floor_cents is null and strategy_id is null;
    perform private.carry_over(p_workspace_id, v_ids);
  end if;
end;
$$;

-- The question about these listings is answered for good.
create function private.settle_relist(p_workspace_id uuid, p_ids uuid[]) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  update public.listings set relisted_from = null, is_relist_settled = true
  where workspace_id = p_workspace_id and id = any (p_ids) and relisted_from is not null;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

-- Floor, strategy, switch, cost and a chosen product of the listing before. The switch begins its waiting anew, as it
-- does for a person.
create function private.carry_over(p_workspace_id uuid, p_ids uuid[]) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  update public.listings as listing set
    floor_cents = coalesce(listing.floor_cents, earlier.floor_cents),
    strategy_id = coalesce(listing.strategy_id, earlier.strategy_id),
    reductions_enabled = listing.reductions_enabled or earlier.reductions_enabled,
    cost_cents = coalesce(listing.cost_cents, earlier.cost_cents),
    product_id = case when earlier.is_product_chosen and not listing.is_product_chosen then earlier.product_id
      else coalesce(listing.product_id, earlier.product_id) end,
    is_product_chosen = listing.is_product_chosen or earlier.is_product_chosen
  from public.listings as earlier
  where listing.workspace_id = p_workspace_id and listing.id = any (p_ids)
    and earlier.workspace_id = p_workspace_id and earlier.id = listing.relisted_from;
  get diagnostics v_count = row_count;
  perform private.settle_relist(p_workspace_id, p_ids);
  return v_count;
end;
$$;

-- A person's answer for relisted items: carry the settings over, or not. Answers how many listings it was for.
create function public.carry_over_listings(p_ids uuid[], p_is_wanted boolean default true) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return case when p_is_wanted then private.carry_over(v_workspace_id, p_ids)
    else private.settle_relist(v_workspace_id, p_ids) end;
end;
$$;
grant execute on function public.carry_over_listings to authenticated;
