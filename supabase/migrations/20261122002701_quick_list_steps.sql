-- The steps of a quick list: the job stores each step before the next one begins.

-- Takes an attempt; null when it is over. `leftovers`: what the attempt before left on eBay.
create function public.begin_quick_list(p_workspace_id uuid, p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_attempt public.quick_list_attempts;
  v_before public.quick_list_attempts;
begin
  update public.quick_list_attempts set work_key = gen_random_uuid()
  where id = p_id and workspace_id = p_workspace_id and finished_at is null
  returning * into v_attempt;
  if not found then
    return null;
  end if;
  select * into v_before from public.quick_list_attempts
  where workspace_id = p_workspace_id and sku = v_attempt.sku and id <> p_id and created_at <= v_attempt.created_at
  order by created_at desc limit 1;
  return to_jsonb(v_attempt) || jsonb_build_object('leftovers',
    case when v_before.state = 'failed' and v_before.steps #>> '{item,state}' = 'left' then
      jsonb_build_object('offer_id', v_before.offer_id, 'has_offer', v_before.steps #>> '{offer,state}' = 'left') end);
end;
$$;

-- Stores a step and the vendor's ids in one statement; false for a worker that was replaced.
create function public.note_quick_list_step(
  p_workspace_id uuid, p_id uuid, p_work_key uuid, p_step text, p_state text, p_message text default null,
    p_offer_id text default null,
  p_ebay_item_id text default null
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.quick_list_attempts set
    steps = jsonb_set(steps, array[p_step], jsonb_build_object('state', p_state, 'at', now(), 'message', p_message)),
    offer_id = coalesce(p_offer_id, offer_id),
    ebay_item_id = coalesce(p_ebay_item_id, ebay_item_id)
  where id = p_id and workspace_id = p_workspace_id and work_key = p_work_key and finished_at is null;
  return found;
end;
$$;

-- From here on the attempt only removes what it made.
create function public.undo_quick_list(
  p_workspace_id uuid, p_id uuid, p_work_key uuid, p_step text, p_error_code text, p_error_message text
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.quick_list_attempts set
    state = 'undoing', error_code = p_error_code, error_message = p_error_message,
    steps = jsonb_set(steps, array[p_step],
    jsonb_build_object('state', 'failed', 'at', now(), 'message', p_error_message))
  where id = p_id and workspace_id = p_workspace_id and work_key = p_work_key and state = 'running';
  return found;
end;
$$;

-- A step whose result is unknown, or whose effect is still on eBay, is stored as `left`.
create function private.fail_quick_list(p_id uuid, p_error_code text, p_error_message text) returns void
language sql
set search_path = ''
as $$
  update public.quick_list_attempts set
    state = 'failed', finished_at = now(), error_code = coalesce(error_code, p_error_code),
      error_message = coalesce(error_message, p_error_message),
    steps = (
      select jsonb_object_agg(key, case value ->> 'state'
        when 'doing' then value || jsonb_build_object('state', 'left', 'message',
          'eBay did not say whether this happened. The next try looks first.')
        when 'done' then value || jsonb_build_object('state', 'left', 'message',
          'This is on eBay still. The next try takes it away first.')
        else value end)
      from jsonb_each(steps))
  where id = p_id and finished_at is null;
$$;

create function public.fail_quick_list(
  p_workspace_id uuid, p_id uuid, p_work_key uuid, p_error_code text default null, p_error_message text default null
) returns void
language sql
security definer
set search_path = ''
as $$
  select private.fail_quick_list(id, p_error_code, p_error_message) from public.quick_list_attempts
  where id = p_id and workspace_id = p_workspace_id and work_key = p_work_key;
$$;

-- A dead job marks its attempt as failed, whatever ended the job.
create function private.bury_quick_list() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.fail_quick_list((new.payload ->> 'attempt_id')::uuid, coalesce(new.last_error_code, 'given_up'),
    coalesce(new.last_error, 'This was tried five times.'));
  return null;
end;
$$;
create trigger _110_bury_quick_list after update of is_dead on private.jobs
  for each row when (new.is_dead and not old.is_dead and new.kind = 'ebay.quick-list')
    execute function private.bury_quick_list();

-- The item is on sale: one statement ends the attempt and adds the listing. A sync may have added the listing first;
-- values that a person set since then stay.
create function public.finish_quick_list(p_workspace_id uuid, p_id uuid, p_work_key uuid, p_ebay_user_id text,
  p_listing_url text) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_attempt public.quick_list_attempts;
  v_strategy_id uuid;
  v_cost_cents bigint;
  v_floor_cents bigint;
  v_listing public.listings;
begin
  select * into v_attempt from public.quick_list_attempts
  where id = p_id and workspace_id = p_workspace_id and work_key = p_work_key and finished_at is null for update;
  if not found then
    return null;
  end if;
  select id into v_strategy_id from public.strategies
    where workspace_id = p_workspace_id and id = (v_attempt.input ->> 'strategy_id')::uuid;
  select cost_cents into v_cost_cents from public.sourced_products
  where workspace_id = p_workspace_id and id = v_attempt.product_id
    and currency = v_attempt.plan #>> '{offer,currency}';
  v_floor_cents := (v_attempt.input ->> 'floor_cents')::bigint;

  insert into public.listings as known (workspace_id, ebay_user_id, ebay_item_id, sku, offer_id, management_kind, title,
    price_cents, currency,
    quantity_available, status, picture_url, listing_url, started_at, first_price_cents, price_seen_at, last_seen_at,
    floor_cents, strategy_id,
    reductions_enabled, cost_cents, product_id, is_product_chosen)
  values (p_workspace_id, p_ebay_user_id, v_attempt.ebay_item_id, v_attempt.sku, v_attempt.offer_id, 'inventory',
    v_attempt.input ->> 'title',
    (v_attempt.input ->> 'price_cents')::bigint, v_attempt.plan #>> '{offer,currency}',
    (v_attempt.input ->> 'quantity')::integer, 'active',
    v_attempt.input #>> '{images,0}', p_listing_url, now(), (v_attempt.input ->> 'price_cents')::bigint, now(), now(),
      v_floor_cents, v_strategy_id,
    v_strategy_id is not null and v_floor_cents is not null, v_cost_cents, v_attempt.product_id,
      v_attempt.input ->> 'product_id' is not null)
  on conflict (workspace_id, ebay_item_id) do update set
    sku = excluded.sku, offer_id = excluded.offer_id, management_kind = 'inventory',
    floor_cents = coalesce(known.floor_cents, excluded.floor_cents),
    strategy_id = coalesce(known.strategy_id, excluded.strategy_id),
    reductions_enabled = known.reductions_enabled or excluded.reductions_enabled,
    cost_cents = coalesce(known.cost_cents, excluded.cost_cents),
    product_id = case when known.is_product_chosen then known.product_id
    else coalesce(excluded.product_id, known.product_id) end,
    is_product_chosen = known.is_product_chosen or excluded.is_product_chosen
  returning * into v_listing;

  insert into public.listing_days (listing_id, workspace_id, day, price_cents, quantity_available, quantity_sold,
    status)
  values (v_listing.id, p_workspace_id, (now() at time zone 'UTC')::date, v_listing.price_cents,
    v_listing.quantity_available,
    v_listing.quantity_sold, v_listing.status)
  on conflict (listing_id, day) do nothing;

  if v_attempt.product_id is not null then
    perform private.move_product(v_attempt.product_id, 'listed', now());
  end if;
  update public.quick_list_attempts set state = 'listed', finished_at = now(), listing_id = v_listing.id,
    error_code = null, error_message = null
  where id = p_id;
  return v_listing.id;
end;
$$;
comment on function public.finish_quick_list is 'The listing, or null for a worker that was replaced.';

grant execute on function public.begin_quick_list, public.note_quick_list_step, public.undo_quick_list,
  public.fail_quick_list,
  public.finish_quick_list to service_role;
