-- What every write of a product implies: its video title, its first status, the order of its owners, and the lists that
-- a new workspace starts with.

-- The rule never replaces a title that a person typed. Emptying the title lets the rule write it again.
create function private.set_video_title() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if not new.is_video_title_typed then
    new.video_title := private.video_title(new.asin, new.title, (
      select owner.title_prefix
      from public.product_owners as link
      join public.crm_owners as owner on owner.id = link.owner_id
      where link.product_id = new.id and link.is_primary));
  end if;
  return new;
end;
$$;

create trigger _200_set_video_title before insert or update of title, is_video_title_typed, asin, owners
  on public.sourced_products
  for each row execute function private.set_video_title();

-- A new product gets the first status of the workspace's list.
create function private.set_first_status() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  new.status_id := (
    select id from public.crm_statuses where workspace_id = new.workspace_id and not is_hidden
      order by position, id limit 1);
  return new;
end;
$$;

create trigger _150_set_first_status before insert on public.sourced_products
  for each row when (new.status_id is null) execute function private.set_first_status();

-- A product with owners has exactly one primary owner: the first added, the first remaining when the primary is
-- removed, or the one named primary last. The trigger runs per statement, so a bulk edit of thousands pays once.
create function private.settle_owners(p_product_ids uuid[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.product_owners as link set is_primary = true
  from (
    select distinct on (candidate.product_id) candidate.product_id, candidate.owner_id
    from public.product_owners as candidate
    where candidate.product_id = any(p_product_ids)
      and not exists (select from public.product_owners as other
      where other.product_id = candidate.product_id and other.is_primary)
    order by candidate.product_id, candidate.added_no
  ) as first
  where link.product_id = first.product_id and link.owner_id = first.owner_id;

  update public.sourced_products as product set owners = settled.owners
  from (
    select affected.id, coalesce(jsonb_agg(jsonb_build_object('owner_id', link.owner_id, 'is_primary', link.is_primary,
        'share_bps', link.share_bps) order by link.is_primary desc, link.added_no)
          filter (where link.owner_id is not null), '[]') as owners
    from unnest(p_product_ids) as affected (id) left join public.product_owners as link on link.product_id = affected.id
    group by affected.id
  ) as settled
  where product.id = settled.id and product.owners <> settled.owners;
end;
$$;

create function private.settle_written_owners() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.product_owners as link set is_primary = false
  from (select distinct on (product_id) product_id, owner_id from written where is_primary
    order by product_id, added_no desc) as named
  where link.product_id = named.product_id and link.owner_id <> named.owner_id and link.is_primary;
  perform private.settle_owners(array(select distinct product_id from written));
  return null;
end;
$$;

create function private.settle_deleted_owners() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.settle_owners(array(select distinct product_id from deleted));
  return null;
end;
$$;

create trigger _200_settle_inserted after insert on public.product_owners
  referencing new table as written for each statement when (pg_trigger_depth() = 0)
    execute function private.settle_written_owners();
-- Skips the updates that this trigger makes itself.
create trigger _200_settle_updated after update on public.product_owners
  referencing new table as written for each statement when (pg_trigger_depth() = 0)
    execute function private.settle_written_owners();
-- Runs at any trigger depth, because deleting an owner or a product also deletes these rows.
create trigger _200_settle_deleted after delete on public.product_owners
  referencing old table as deleted for each statement execute function private.settle_deleted_owners();

-- The first thousand titles change at once, the others by a job.
create function private.recompute_video_titles() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.run_operation(private.begin_operation(new.workspace_id, 'retitle', new.id,
    jsonb_build_object('title_prefix', new.title_prefix), 'edit', (
      select count(*)::integer from public.product_owners where workspace_id = new.workspace_id and owner_id = new.id)),
    1000);
  return null;
end;
$$;

create trigger _200_recompute_video_titles after update of title_prefix on public.crm_owners
  for each row when (new.title_prefix is distinct from old.title_prefix)
    execute function private.recompute_video_titles();

create function private.check_owner_shares() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if (select sum(share_bps) from public.product_owners where product_id = new.product_id) > 10000 then
    raise exception 'invalid_input' using errcode = 'PT400', detail = 'The owners'' shares add up to more than 100%.';
  end if;
  return null;
end;
$$;

create trigger _300_check_shares after insert or update of share_bps on public.product_owners
  for each row when (new.share_bps is not null) execute function private.check_owner_shares();

-- The lists of a new workspace (product page §3). People can rename, recolor, move and delete every entry.
create function private.seed_crm() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.crm_statuses (workspace_id, position, name, color, automation, is_open)
  select new.id, position, name, color, automation, name not in ('Delivered', 'Completed', 'Returned', 'Cancelled')
  from (values
    (1, 'Sourcing', '#3B82F6', null), (2, 'Review', '#8B5CF6', null), (3, 'Negotiating', '#F97316', null),
    (4, 'Committed', '#06B6D4', null), (5, 'Ordered', '#6366F1', null), (6, 'Shipped', '#EAB308', null),
    (7, 'In Transit', '#FBBF24', 'shipment_in_transit'), (8, 'Delivered', '#10B981', 'shipment_delivered'),
    (9, 'To Receive', '#F97316', null), (10, 'Completed', '#22C55E', null), (11, 'Returned', '#EF4444', null),
    (12, 'Cancelled', '#9CA3AF', null), (13, 'Problem', '#DC2626', null)
  ) as seed (position, name, color, automation);

  insert into public.crm_collaboration_types (workspace_id, position, name, color)
  select new.id, position, name, color
  from (values
    (1, 'Solo', '#3B82F6'), (2, 'Split', '#8B5CF6'), (3, 'Consignment', '#F97316'), (4, 'Brand Deal', '#10B981'),
    (5, 'Personal Purchase', '#6B7280')
  ) as seed (position, name, color);

  insert into public.crm_contact_sources (workspace_id, position, name, color)
  select new.id, position, name, color
  from (values
    (1, 'Facebook Group', '#3B82F6'), (2, 'Instagram', '#EC4899'), (3, 'Direct Contact', '#10B981'),
    (4, 'Trade Show', '#F97316'), (5, 'Referral', '#8B5CF6'), (6, 'Creator Connections', '#EAB308'),
    (7, 'Email', '#6B7280')
  ) as seed (position, name, color);

  insert into public.crm_marketplaces (workspace_id, position, name, color, has_quick_list)
  select new.id, position, name, color, name = 'eBay'
  from (values
    (1, 'eBay', '#EF4444'), (2, 'Facebook Marketplace', '#3B82F6'), (3, 'Amazon', '#F97316'), (4, 'Keep', '#10B981')
  ) as seed (position, name, color);
  return null;
end;
$$;

create trigger _100_seed_crm after insert on public.workspaces for each row execute function private.seed_crm();

alter table public.crm_statuses enable row level security;
alter table public.crm_owners enable row level security;
alter table public.crm_collaboration_types enable row level security;
alter table public.crm_contact_sources enable row level security;
alter table public.crm_marketplaces enable row level security;
alter table public.sourced_products enable row level security;
alter table public.product_owners enable row level security;

grant all on public.crm_statuses, public.crm_owners, public.crm_collaboration_types, public.crm_contact_sources,
  public.crm_marketplaces, public.sourced_products, public.product_owners to service_role;
grant select on public.crm_statuses, public.crm_owners, public.crm_collaboration_types, public.crm_contact_sources,
  public.crm_marketplaces, public.sourced_products, public.product_owners to authenticated;

grant insert (asin, title, image_url, brand, category, status_id, decision, collaboration_type_id, contact_source_id,
    marketplace_id, requirements, important_date, important_date_comment, follow_up_date, follow_up_note, cost_cents,
    fees_cents, currency, quantity, purchase_date, notes, source, custom_values),
  update (title, image_url, brand, category, video_title, is_video_title_typed, status_id, decision,
    collaboration_type_id, contact_source_id, marketplace_id, requirements, important_date, important_date_comment,
    follow_up_date, follow_up_note, cost_cents, fees_cents, currency, quantity, purchase_date, notes, source,
    custom_values, archived_at, deleted_at)
  on public.sourced_products to authenticated;
grant insert (product_id, owner_id, is_primary, share_bps), update (is_primary, share_bps), delete
  on public.product_owners to authenticated;

create policy "Editors can read their workspace's products" on public.sourced_products
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can add products" on public.sourced_products
  for insert to authenticated
    with check (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can change their workspace's products" on public.sourced_products
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));

-- The lists share one shape, so one loop makes their policies. Only the functions of 12_crm_lists.sql write the lists;
-- they keep one status visible and give the products of a deleted entry another one.
do $$
declare
  v_table text;
begin
  foreach v_table in array array['crm_statuses', 'crm_owners', 'crm_collaboration_types', 'crm_contact_sources',
    'crm_marketplaces', 'product_owners']
  loop
    execute format($policy$
      create policy "Editors can read their workspace's rows" on public.%1$I
        for select to authenticated
          using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
    $policy$, v_table);
  end loop;
end;
$$;

create policy "Editors can add rows" on public.product_owners
  for insert to authenticated
    with check (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can change their workspace's rows" on public.product_owners
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));
create policy "Editors can delete their workspace's rows" on public.product_owners
  for delete to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
