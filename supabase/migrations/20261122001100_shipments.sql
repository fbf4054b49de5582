-- Shipments on their way to a workspace. One function writes what AfterShip reports and moves the product's status.

create table public.shipments (
  id                 uuid primary key default gen_random_uuid(),
  workspace_id       uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  product_id         uuid not null,
  tracking_number    text not null,
  carrier_slug       text,
  aftership_id       text,
  tag                text,
  subtag             text,
  eta                date,
  last_checkpoint_at timestamptz,
  vendor_updated_at  timestamptz,
  checkpoints        jsonb not null default '[]',
  registration       text not null default 'waiting',
  registration_error text,
  register_asked_at  timestamptz,
  synced_at          timestamptz,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),

  unique (workspace_id, id),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id) on delete cascade,
  constraint shipments_tracking_number_shape check (tracking_number ~ '^[0-9A-Z]{5,90}$'),
  constraint shipments_carrier_slug_shape check (carrier_slug ~ '^[a-z0-9-]{1,64}$'),
  constraint shipments_tag_known check (tag in ('Pending', 'InfoReceived', 'InTransit', 'OutForDelivery', 'AttemptFail',
    'Delivered', 'AvailableForPickup', 'Exception', 'Expired')),
  constraint shipments_registration_known check (registration in ('waiting', 'registered', 'failed')),
  constraint shipments_registration_error_has_failed
    check ((registration_error is not null) = (registration = 'failed')),
  constraint shipments_checkpoints_is_list check (jsonb_typeof(checkpoints) = 'array')
);
comment on table public.shipments
  is 'One row per shipment of a product. AfterShip receives each number once.';
comment on column public.shipments.carrier_slug
  is 'Null until a person names the carrier or the tracking service detects it.';
comment on column public.shipments.vendor_updated_at is 'Reports that the service wrote earlier change nothing. The '
  'checkpoint does not order them: a carrier corrects wrong ones, even to an earlier time.';
comment on column public.shipments.register_asked_at
  is 'When the number was sent to the tracking service, whatever the answer; the next attempt looks it up first.';

create unique index shipments_number_idx
  on public.shipments (workspace_id, tracking_number, coalesce(carrier_slug, ''));
-- A report names the shipment by one of these two columns.
create index shipments_tracking_number_idx on public.shipments (tracking_number);
create index shipments_aftership_id_idx on public.shipments (aftership_id) where aftership_id is not null;
create index shipments_product_idx on public.shipments (workspace_id, product_id);
-- Serves exactly the order of the list.
create index shipments_list_idx on public.shipments (workspace_id, created_at desc, id desc);
create index shipments_open_idx on public.shipments (synced_at nulls first, id)
  where registration = 'registered' and tag not in ('Delivered', 'Expired');

create trigger _100_touch_updated_at before update on public.shipments
  for each row execute function private.touch_updated_at();

create table private.webhook_events (
  provider    text not null,
  event_id    text not null,
  received_at timestamptz not null default now(),

  primary key (provider, event_id)
);
comment on table private.webhook_events
  is 'Events that were processed. A vendor sends an event again when our answer was lost.';
create index webhook_events_received_at_idx on private.webhook_events (received_at);

-- A report must not undo what a person did after it, so a product stores who set its status and when.
alter table public.sourced_products
  add column status_set_at timestamptz not null default now(),
  add column is_status_set_by_person boolean not null default false;

create function private.note_status_change() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  new.status_set_at := now();
  new.is_status_set_by_person := (select auth.uid()) is not null;
  return new;
end;
$$;

create trigger _170_note_status_change before update of status_id on public.sourced_products
  for each row when (old.status_id is distinct from new.status_id) execute function private.note_status_change();

-- A number without a carrier is the same shipment as that number with any carrier; the unique index only compares equal
-- carriers.
-- Security invoker: it runs before the policies, so it must see no more than the caller may.
create function private.refuse_known_number() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if exists (select from public.shipments
             where workspace_id = new.workspace_id and tracking_number = new.tracking_number
               and (new.carrier_slug is null or carrier_slug is null)) then
    raise exception 'shipment_exists'
      using errcode = 'PT409', detail = 'This tracking number is in your workspace already.';
  end if;
  return new;
end;
$$;

create trigger _150_refuse_known_number before insert on public.shipments
  for each row execute function private.refuse_known_number();

create function private.enqueue_registration(p_shipment_id uuid, p_workspace_id uuid) returns bigint
language sql
set search_path = ''
as $$
  select private.enqueue_job('shipments.register', 'shipments.register:' || p_shipment_id,
    jsonb_build_object('shipment_id', p_shipment_id), p_workspace_id);
$$;

create function private.register_new_shipment() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.enqueue_registration(new.id, new.workspace_id);
  return null;
end;
$$;

create trigger _300_register_new_shipment after insert on public.shipments
  for each row when (new.registration = 'waiting') execute function private.register_new_shipment();

-- A dead job marks its registration as failed, whatever ended the job.
create function private.fail_registration() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.shipments set registration = 'failed', registration_error = coalesce(new.last_error_code, 'unexpected')
  where id = (new.payload ->> 'shipment_id')::uuid and registration = 'waiting';
  return null;
end;
$$;

create trigger _200_fail_registration after update of is_dead on private.jobs
  for each row when (new.is_dead and not old.is_dead and new.kind = 'shipments.register')
  execute function private.fail_registration();

-- The only mapping from the state of a shipment to the automation of its product. Null: only the shipment changes.
create function private.shipment_automation(p_tag text) returns text
language sql
immutable
set search_path = ''
as $$
  select case when p_tag in ('InTransit', 'OutForDelivery') then 'shipment_in_transit'
              when p_tag = 'Delivered' then 'shipment_delivered' end;
$$;

create function private.move_product(p_product_id uuid, p_automation text, p_happened_at timestamptz) returns void
language plpgsql
set search_path = ''
as $$
begin
  -- The lock comes first, so that two shipments that arrive at once see each other.
  perform from public.sourced_products where id = p_product_id for update;
  -- A shipment whose registration failed gets no reports, so the product does not wait for it.
  if p_automation = 'shipment_delivered' and exists (
    select from public.shipments
    where product_id = p_product_id and tag is distinct
      from 'Delivered' and (registration <> 'failed' or tag is not null)) then
    return;
  end if;
  update public.sourced_products as product set status_id = target.id
  from public.crm_statuses as target
  -- A product in Trash moves too, for when it is restored: no report comes a second time.
  where product.id = p_product_id and target.workspace_id = product.workspace_id and target.automation = p_automation
    and product.status_id is distinct from target.id
    and not (product.is_status_set_by_person and product.status_set_at > p_happened_at and exists (
      select from public.crm_statuses as present
        where present.id = product.status_id and present.position > target.position));
end;
$$;

-- Every shipment with this number, in every workspace: the tracking service knows a number once.
create function public.record_tracking(p_tracking jsonb, p_shipment_id uuid default null) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_tag text := p_tracking ->> 'tag';
  v_slug text := p_tracking ->> 'carrier_slug';
  v_checkpoint_at timestamptz := (p_tracking ->> 'last_checkpoint_at')::timestamptz;
  v_updated_at timestamptz := (p_tracking ->> 'updated_at')::timestamptz;
  v_before public.shipments;
  v_count integer := 0;
begin
  perform set_config('opsyncpro.actor', 'AfterShip', true);
  for v_before in
    select * from public.shipments
    where id = p_shipment_id or aftership_id = p_tracking ->> 'aftership_id'
      or (tracking_number = p_tracking ->> 'tracking_number' and coalesce(carrier_slug, v_slug) = v_slug)
    order by id
    for update
  loop
    -- A row that was not registered becomes registered, even when the report is old.
    if v_before.registration <> 'registered' or v_before.aftership_id is null then
      update public.shipments
      set registration = 'registered', registration_error = null, aftership_id = p_tracking ->> 'aftership_id'
      where id = v_before.id;
    end if;
    continue when case when v_updated_at <> v_before.vendor_updated_at then v_updated_at < v_before.vendor_updated_at
      else coalesce(v_checkpoint_at, '-infinity') < coalesce(v_before.last_checkpoint_at, '-infinity') end;
    continue when v_before.vendor_updated_at = v_updated_at and v_before.tag = v_tag
      and v_before.checkpoints = p_tracking -> 'checkpoints';

    update public.shipments as shipment
    set tag = v_tag, subtag = p_tracking ->> 'subtag', eta = (p_tracking ->> 'eta')::date,
      last_checkpoint_at = v_checkpoint_at,
        vendor_updated_at = v_updated_at, checkpoints = p_tracking -> 'checkpoints',
        carrier_slug = case when shipment.carrier_slug is null and not exists (
            select from public.shipments as other
            where other.workspace_id = shipment.workspace_id and other.tracking_number = shipment.tracking_number
              and other.carrier_slug = v_slug) then v_slug
          else shipment.carrier_slug end
    where shipment.id = v_before.id;
    v_count := v_count + 1;
    -- Only the first report of a state moves the product, because a person may have moved the product since.
    if private.shipment_automation(v_tag) is distinct from private.shipment_automation(v_before.tag)
      and private.shipment_automation(v_tag) is not null then
      perform private.move_product(v_before.product_id, private.shipment_automation(v_tag),
        -- A checkpoint in the future is a carrier's mistake.
        least(coalesce(v_checkpoint_at, v_updated_at), now()));
    end if;
  end loop;
  return v_count;
end;
$$;
comment on function public.record_tracking
  is '{aftership_id, tracking_number, carrier_slug, tag, subtag, eta, last_checkpoint_at, updated_at, checkpoints}. '
  'Answers the number of changed shipments.';

-- One transaction: an event counts as processed only when its report is stored.
create function public.receive_tracking(p_event_id text, p_tracking jsonb) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from private.webhook_events where received_at < now() - interval '30 days';
  insert into private.webhook_events (provider, event_id) values ('aftership', p_event_id) on conflict do nothing;
  if not found then
    return false;
  end if;
  perform public.record_tracking(p_tracking);
  return true;
end;
$$;
comment on function public.receive_tracking is 'False for an event that was received before.';

-- Stores the intent before the job sends the number, so that a lost answer leads to a lookup.
create function public.begin_registration(p_shipment_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_found jsonb;
begin
  select jsonb_build_object('id', shipment.id, 'tracking_number', shipment.tracking_number, 'carrier_slug',
    shipment.carrier_slug,
      'aftership_id', shipment.aftership_id, 'was_asked', shipment.register_asked_at is not null,
      'title', coalesce(product.title, product.asin), 'asin', product.asin)
  into v_found
  from public.shipments as shipment join public.sourced_products as product on product.id = shipment.product_id
  where shipment.id = p_shipment_id for update of shipment;
  update public.shipments set register_asked_at = now() where id = p_shipment_id and register_asked_at is null;
  return v_found;
end;
$$;
comment on function public.begin_registration is 'Null when the shipment was removed.';

-- Security definer: the sync works for every workspace, and the service role reads products through functions like this
-- one.
create function public.list_open_shipments(p_limit integer, p_before timestamptz)
  returns table (id uuid, tracking_number text)
language sql
stable
security definer
set search_path = ''
as $$
  select shipment.id, shipment.tracking_number
  from public.shipments as shipment
  where shipment.registration = 'registered' and shipment.tag not in ('Delivered', 'Expired')
    and (shipment.synced_at is null or shipment.synced_at < p_before)
    and exists (select from public.sourced_products as product
    where product.id = shipment.product_id and product.deleted_at is null)
  order by shipment.synced_at nulls first, shipment.id
  limit p_limit;
$$;

create function public.mark_shipments_synced(p_ids uuid[]) returns void
language sql
security definer
set search_path = ''
as $$
  update public.shipments set synced_at = now() where id = any (p_ids);
$$;

-- Registrations that failed for a temporary reason: the key was revoked or missing, the service was down for hours, or
-- the workspace had used its trackings of the month.
create function public.retry_registrations() returns integer
language sql
security definer
set search_path = ''
as $$
  with again as (
    update public.shipments set registration = 'waiting', registration_error = null
    where registration = 'failed' and registration_error
      in ('reconnect', 'not_configured', 'try_later', 'unexpected', 'worker_lost', 'quota_exceeded')
    returning id, workspace_id
  )
  select count(private.enqueue_registration(id, workspace_id))::integer from again;
$$;

grant execute on function public.record_tracking, public.receive_tracking, public.begin_registration,
  public.list_open_shipments, public.mark_shipments_synced, public.retry_registrations to service_role;

-- Security definer: no role may write the queue; this function checks the workspace.
create function public.refresh_shipment(p_id uuid) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  perform from public.shipments where id = p_id and workspace_id = v_workspace_id;
  if not found then
    return false;
  end if;
  update public.shipments set registration = 'waiting', registration_error = null
    where id = p_id and registration <> 'waiting';
  perform private.enqueue_registration(p_id, v_workspace_id);
  return true;
end;
$$;
comment on function public.refresh_shipment
  is 'Requests the state of one shipment from the tracking service now; the shipment waits until the answer is stored. '
  'False when it is not in the caller''s workspace.';

-- Security definer, to read the product's title in the same query; the caller's workspace is the first condition.
create function public.list_shipments(p_filters jsonb, p_limit integer, p_cursor jsonb default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return (
    select jsonb_build_object('rows', coalesce(jsonb_agg(to_jsonb(row)), '[]'))
    from (
      select shipment.id, shipment.product_id, product.asin, product.title as product_title, shipment.tracking_number,
        shipment.carrier_slug, shipment.tag, shipment.subtag, shipment.eta, shipment.last_checkpoint_at,
          shipment.checkpoints,
        shipment.registration, shipment.registration_error, shipment.created_at, shipment.updated_at
      from public.shipments as shipment join public.sourced_products as product on product.id = shipment.product_id
      where shipment.workspace_id = v_workspace_id and product.deleted_at is null
        and (not p_filters ? 'id' or shipment.id = (p_filters ->> 'id')::uuid)
        and (not p_filters ? 'product_id' or shipment.product_id = (p_filters ->> 'product_id')::uuid)
        and case p_filters ->> 'state'
          when 'arriving' then shipment.tag is distinct from 'Delivered' and shipment.tag is distinct from 'Expired'
          when 'delivered_lately' then shipment.tag = 'Delivered'
            and least(shipment.last_checkpoint_at, shipment.vendor_updated_at) > now() - interval '7 days'
          else true end
        and (p_cursor is null or (shipment.created_at, shipment.id)
          < ((p_cursor ->> 'created_at')::timestamptz, (p_cursor ->> 'id')::uuid))
      order by shipment.created_at desc, shipment.id desc
      limit private.page_limit(p_limit)
    ) as row);
end;
$$;

grant execute on function public.refresh_shipment, public.list_shipments to authenticated;

alter table public.shipments enable row level security;
grant all on public.shipments to service_role;
grant select, insert (product_id, tracking_number, carrier_slug), delete on public.shipments to authenticated;

create policy "Editors can read their workspace's shipments" on public.shipments
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can add shipments" on public.shipments
  for insert to authenticated
    with check (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can remove their workspace's shipments" on public.shipments
  for delete to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
