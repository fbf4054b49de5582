-- Quick list: from an ASIN to a listing. The attempt's row exists before the first request to eBay, and each step is
-- stored before and after its request. The next worker therefore checks on eBay first, and an undo removes only what
-- this attempt made.

create table public.quick_list_facts (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  asin         text not null,
  facts        jsonb not null,
  fetched_at   timestamptz not null default now(),

  primary key (workspace_id, asin),
  constraint quick_list_facts_is_object check (jsonb_typeof(facts) = 'object')
);
comment on table public.quick_list_facts
  is 'Keepa''s answer about an ASIN, kept for a day: opening a product twice costs one token.';

create table public.quick_list_attempts (
  id            uuid primary key default gen_random_uuid(),
  workspace_id  uuid not null references public.workspaces (id) on delete cascade,
  created_by    uuid references public.users (id) on delete set null,
  product_id    uuid,
  asin          text not null,
  sku           text not null,
  input         jsonb not null,
  plan          jsonb not null,
  picture_url   text,
  state         text not null default 'running',
  steps         jsonb not null
  default '{"item": {"state": "waiting"}, "offer": {"state": "waiting"}, "publish": {"state": "waiting"}}',
  work_key      uuid,
  offer_id      text,
  ebay_item_id  text,
  listing_id    uuid,
  error_code    text,
  error_message text,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  finished_at   timestamptz,

  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id)
    on delete set null (product_id),
  foreign key (workspace_id, listing_id) references public.listings (workspace_id, id) on delete set null (listing_id),
  constraint quick_list_attempts_state_known check (state in ('running', 'undoing', 'listed', 'failed')),
  constraint quick_list_attempts_finished_has_its_time
    check ((state in ('listed', 'failed')) = (finished_at is not null)),
  constraint quick_list_attempts_listed_has_its_ids
    check (state <> 'listed' or (offer_id is not null and ebay_item_id is not null)),
  constraint quick_list_attempts_steps_is_object check (jsonb_typeof(steps) = 'object')
);
comment on table public.quick_list_attempts is 'One attempt to list a product, with its progress.';
comment on column public.quick_list_attempts.input is 'The request; a retry sends it again.';
comment on column public.quick_list_attempts.plan
  is 'What eBay receives: item and offer, with the policies at the time of the request.';
comment on column public.quick_list_attempts.steps
  is '{item, offer, publish}: {state, at, message}. doing: requested, result unknown. left: still on eBay.';
comment on column public.quick_list_attempts.work_key
  is 'Changes for every worker that takes the attempt; a worker that was replaced can store nothing.';

-- A SKU has one running attempt at a time.
create unique index quick_list_attempts_open_idx on public.quick_list_attempts (workspace_id, sku)
  where finished_at is null;
create index quick_list_attempts_list_idx on public.quick_list_attempts (workspace_id, created_at desc);
create index quick_list_attempts_sku_idx on public.quick_list_attempts (workspace_id, sku, created_at desc);
create index quick_list_attempts_created_by_idx on public.quick_list_attempts (created_by);
create index quick_list_attempts_product_idx on public.quick_list_attempts (workspace_id, product_id)
  where product_id is not null;
create index quick_list_attempts_listing_idx on public.quick_list_attempts (workspace_id, listing_id)
  where listing_id is not null;

create trigger _100_touch_updated_at before update on public.quick_list_attempts
  for each row execute function private.touch_updated_at();

alter table public.quick_list_facts enable row level security;
alter table public.quick_list_attempts enable row level security;

grant select on public.quick_list_facts, public.quick_list_attempts to authenticated;
grant all on public.quick_list_facts, public.quick_list_attempts to service_role;

create policy "Editors can read what was looked up for quick list" on public.quick_list_facts
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read how listing products went" on public.quick_list_attempts
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

-- What must hold before the first request to eBay or Keepa. Answers the SKU.
create function private.require_quick_list(p_workspace_id uuid, p_asin text) returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_settings public.ebay_settings;
  v_missing text;
  v_sku text;
begin
  perform private.require_ebay(p_workspace_id);
  select * into v_settings from public.ebay_settings where workspace_id = p_workspace_id;
  v_missing := concat_ws(', ',
    case when v_settings.fulfillment_policy_id is null then 'a shipping policy' end,
    case when v_settings.payment_policy_id is null then 'a payment policy' end,
    case when v_settings.return_policy_id is null then 'a return policy' end,
    case when v_settings.merchant_location_key is null then 'a place to send from' end);
  if v_missing <> '' then
    raise exception 'quick_list_not_ready'
      using errcode = 'PT409', detail = format('Choose %s in the settings of quick list first.', v_missing);
  end if;
  v_sku := v_settings.sku_prefix || p_asin;
  if exists (select from public.listings
    where workspace_id = p_workspace_id and sku = v_sku and status in ('active', 'sold_out')) then
    raise exception 'sku_live' using errcode = 'PT409',
      detail = format('%s is on sale already. Change that listing, or end it on eBay first. Nothing was changed.',
        v_sku);
  end if;
  return v_sku;
end;
$$;

-- Security definer: no role may read whole connections; this function checks the workspace.
create function public.prepare_quick_list(p_asin text) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_sku text := private.require_quick_list(v_workspace_id, p_asin);
begin
  return jsonb_build_object(
    'workspace_id', v_workspace_id, 'sku', v_sku,
    'is_running', exists (
      select from public.quick_list_attempts
        where workspace_id = v_workspace_id and sku = v_sku and finished_at is null),
    'settings', (
      select jsonb_build_object('fulfillment_policy_id', fulfillment_policy_id, 'payment_policy_id', payment_policy_id,
        'return_policy_id', return_policy_id, 'merchant_location_key', merchant_location_key, 'sku_prefix', sku_prefix,
        'description_note', description_note)
      from public.ebay_settings where workspace_id = v_workspace_id),
    'product', (
      select jsonb_build_object('id', id, 'title', title, 'cost_cents', cost_cents, 'currency', currency)
      from public.sourced_products where workspace_id = v_workspace_id and asin = p_asin and deleted_at is null
      order by created_at limit 1),
    'facts', (
      select facts from public.quick_list_facts
      where workspace_id = v_workspace_id and asin = p_asin and fetched_at > now() - interval '1 day'));
end;
$$;
grant execute on function public.prepare_quick_list to authenticated;
comment on function public.prepare_quick_list
  is 'The defaults of a new listing, once everything that it needs is set up.';

-- Security definer: no client may write facts; this function checks the workspace.
create function public.keep_quick_list_facts(p_asin text, p_facts jsonb) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  insert into public.quick_list_facts (workspace_id, asin, facts) values (v_workspace_id, p_asin, p_facts)
  on conflict (workspace_id, asin) do update set facts = excluded.facts, fetched_at = now();
  delete from public.quick_list_facts where workspace_id = v_workspace_id and fetched_at < now() - interval '7 days';
end;
$$;
grant execute on function public.keep_quick_list_facts to authenticated;

-- Security definer: no client may write attempts. The same request answers the running attempt.
create function public.request_quick_list(p_asin text, p_input jsonb, p_plan jsonb, p_picture_url text default null)
  returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_sku text := private.require_quick_list(v_workspace_id, p_asin);
  v_known public.quick_list_attempts;
  v_product_id uuid;
  v_id uuid;
begin
  select * into v_known from public.quick_list_attempts
  where workspace_id = v_workspace_id and sku = v_sku and finished_at is null for update;
  if not found then
    if p_input ->> 'strategy_id' is not null and not exists (
      select from public.strategies where workspace_id = v_workspace_id and id = (p_input ->> 'strategy_id')::uuid) then
      raise exception 'strategy_not_found'
        using errcode = 'PT404', detail = 'We can''t find this strategy in your workspace.', hint = 'strategy_id';
    end if;
    select id into v_product_id from public.sourced_products
    where workspace_id = v_workspace_id and deleted_at is null
      and case when p_input ->> 'product_id' is null then asin = p_asin else id = (p_input ->> 'product_id')::uuid end
    order by created_at limit 1;
    if v_product_id is null and p_input ->> 'product_id' is not null then
      raise exception 'product_not_found'
        using errcode = 'PT404', detail = 'We can''t find this product in your workspace.', hint = 'product_id';
    end if;
    insert into public.quick_list_attempts (workspace_id, created_by, product_id, asin, sku, input, plan, picture_url)
    values (v_workspace_id, (select auth.uid()), v_product_id, p_asin, v_sku, p_input, p_plan, p_picture_url)
    on conflict (workspace_id, sku) where finished_at is null do nothing
    returning id into v_id;
    if v_id is not null then
      perform private.enqueue_job('ebay.quick-list', 'ebay.quick-list:' || v_id, jsonb_build_object('attempt_id', v_id),
        v_workspace_id);
      return v_id;
    end if;
    -- Another request began in the same moment.
    select * into v_known from public.quick_list_attempts
      where workspace_id = v_workspace_id and sku = v_sku and finished_at is null;
  end if;
  if v_known.input <> p_input then
    raise exception 'quick_list_running' using errcode = 'PT409',
      detail = format('%s is being listed right now, with other values. Wait for how that goes.', v_sku);
  end if;
  return v_known.id;
end;
$$;
grant execute on function public.request_quick_list to authenticated;

-- Security definer, because it reads the names of members; this function checks the workspace.
create function public.list_quick_lists(p_limit integer default 10, p_id uuid default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', attempt.id, 'asin', attempt.asin, 'sku', attempt.sku, 'title', attempt.input ->> 'title', 'state',
        attempt.state,
      'steps', (
        select jsonb_agg(jsonb_build_object('step', name, 'state', attempt.steps #>> array[name, 'state'],
          'at', attempt.steps #>> array[name, 'at'], 'message', attempt.steps #>> array[name, 'message'])
            order by place)
        from unnest(array['item', 'offer', 'publish']) with ordinality as step (name, place)),
      'input', attempt.input, 'picture_url', attempt.picture_url, 'price_cents',
        (attempt.input ->> 'price_cents')::bigint,
      'currency', attempt.plan #>> '{offer,currency}', 'offer_id', attempt.offer_id, 'ebay_item_id',
        attempt.ebay_item_id,
      'listing_id', attempt.listing_id, 'listing_url', listing.listing_url, 'error_code', attempt.error_code,
      'error_message', attempt.error_message, 'created_by_name', person.name, 'created_at', attempt.created_at,
      'finished_at', attempt.finished_at) order by attempt.created_at desc, attempt.id)
    from (
      select * from public.quick_list_attempts
      where workspace_id = v_workspace_id and (p_id is null or id = p_id)
      order by created_at desc, id limit private.page_limit(p_limit)
    ) as attempt
    left join public.users as person on person.id = attempt.created_by
    left join public.listings as listing on listing.workspace_id = v_workspace_id and listing.id = attempt.listing_id),
      '[]');
end;
$$;
grant execute on function public.list_quick_lists to authenticated;
