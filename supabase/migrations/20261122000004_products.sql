-- The CRM: products somebody buys or is sent, from the idea to the sale, and the lists a workspace files them under.

create table public.crm_statuses (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id) on delete cascade,
  name         text not null,
  color        text not null default '#6B7280',
  position     integer not null default 0,
  is_hidden    boolean not null default false,
  is_open      boolean not null default true,
  automation   text,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  unique (workspace_id, id),
  constraint crm_statuses_name_length check (char_length(name) between 1 and 60),
  constraint crm_statuses_color_is_hex check (color ~ '^#[0-9A-Fa-f]{6}$'),
  constraint crm_statuses_automation_known check (automation in
    ('shipment_in_transit', 'shipment_delivered', 'video_made', 'catalog_imported', 'listed', 'sold'))
);
comment on column public.crm_statuses.is_open is 'Products here still want something.';
comment on column public.crm_statuses.automation
  is 'What moves a product here by itself. People rename statuses, so nothing hangs on the name.';
create unique index crm_statuses_name_idx on public.crm_statuses (workspace_id, lower(name));
create unique index crm_statuses_automation_idx on public.crm_statuses (workspace_id, automation)
  where automation is not null;

-- Personas, not logins: the channel under whose name a video appears.
create table public.crm_owners (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id) on delete cascade,
  name         text not null,
  email        text,
  color        text not null default '#EA580C',
  title_prefix text not null default 'Honest Review',
  position     integer not null default 0,
  is_hidden    boolean not null default false,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  unique (workspace_id, id),
  constraint crm_owners_name_length check (char_length(name) between 1 and 60),
  constraint crm_owners_color_is_hex check (color ~ '^#[0-9A-Fa-f]{6}$'),
  constraint crm_owners_title_prefix_length check (char_length(title_prefix) <= 30)
);
create unique index crm_owners_name_idx on public.crm_owners (workspace_id, lower(name));

create table public.crm_collaboration_types (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id) on delete cascade,
  name         text not null,
  color        text not null default '#6B7280',
  position     integer not null default 0,
  is_hidden    boolean not null default false,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  unique (workspace_id, id),
  constraint crm_collaboration_types_name_length check (char_length(name) between 1 and 60),
  constraint crm_collaboration_types_color_is_hex check (color ~ '^#[0-9A-Fa-f]{6}$')
);
create unique index crm_collaboration_types_name_idx on public.crm_collaboration_types (workspace_id, lower(name));

create table public.crm_contact_sources (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id) on delete cascade,
  name         text not null,
  color        text not null default '#6B7280',
  position     integer not null default 0,
  is_hidden    boolean not null default false,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  unique (workspace_id, id),
  constraint crm_contact_sources_name_length check (char_length(name) between 1 and 60),
  constraint crm_contact_sources_color_is_hex check (color ~ '^#[0-9A-Fa-f]{6}$')
);
create unique index crm_contact_sources_name_idx on public.crm_contact_sources (workspace_id, lower(name));

-- Where a product is to be sold or kept; Amazon's countries are public.marketplaces.
create table public.crm_marketplaces (
  id             uuid primary key default gen_random_uuid(),
  workspace_id   uuid not null default private.current_workspace_id() references public.workspaces (id)
  on delete cascade,
  name           text not null,
  color          text not null default '#6B7280',
  position       integer not null default 0,
  is_hidden      boolean not null default false,
  has_quick_list boolean not null default false,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),

  unique (workspace_id, id),
  constraint crm_marketplaces_name_length check (char_length(name) between 1 and 60),
  constraint crm_marketplaces_color_is_hex check (color ~ '^#[0-9A-Fa-f]{6}$')
);
comment on column public.crm_marketplaces.has_quick_list is 'Products meant for it can be put on eBay in one step.';
create unique index crm_marketplaces_name_idx on public.crm_marketplaces (workspace_id, lower(name));

-- Kept word for word with core/src/products/rules.ts; a test holds the two together.
create function private.video_title(p_asin text, p_title text, p_prefix text) returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_title text := trim(regexp_replace(coalesce(p_title, ''), '\s+', ' ', 'g'));
  v_text text;
  v_cut text;
begin
  if v_title = '' then
    return p_asin;
  end if;
  v_text := case when coalesce(p_prefix, '') = '' then v_title else p_prefix || ' - ' || v_title end;
  if char_length(v_text) <= 60 then
    return v_text;
  end if;
  v_cut := left(v_text, 61);
  v_cut := case when position(' ' in v_cut) > 1 then regexp_replace(v_cut, ' [^ ]*$', '') else left(v_text, 60) end;
  return regexp_replace(v_cut, '[\s,;:–-]+$', '');
end;
$$;

create table public.sourced_products (
  id                     uuid primary key default gen_random_uuid(),
  workspace_id           uuid not null default private.current_workspace_id() references public.workspaces (id)
  on delete cascade,
  asin                   text not null,
  title                  text,
  image_url              text,
  brand                  text,
  category               text,
  video_title            text not null default '',
  is_video_title_typed   boolean not null default false,
  status_id              uuid,
  decision               text,
  collaboration_type_id  uuid,
  contact_source_id      uuid,
  marketplace_id         uuid,
  requirements           text,
  important_date         date,
  important_date_comment text,
  follow_up_date         date,
  follow_up_note         text,
  cost_cents             bigint,
  fees_cents             bigint,
  currency               text not null default 'USD',
  quantity               integer not null default 1,
  purchase_date          date,
  notes                  text,
  source                 text,
  custom_values          jsonb not null default '{}',
  owners                 jsonb not null default '[]',
  fill_in_state          text,
  fill_in_error          text,
  created_by             uuid default auth.uid() references public.users (id) on delete set null,
  archived_at            timestamptz,
  deleted_at             timestamptz,
  created_at             timestamptz not null default now(),
  updated_at             timestamptz not null default now(),
  search_text            text generated always as (
    lower(asin || ' ' || coalesce(title, '') || ' ' || coalesce(brand, '') || ' ' || coalesce(notes, ''))) stored,

  unique (workspace_id, id),
  foreign key (workspace_id, status_id) references public.crm_statuses (workspace_id, id)
    on delete set null (status_id),
  foreign key (workspace_id, collaboration_type_id)
    references public.crm_collaboration_types (workspace_id, id) on delete set null (collaboration_type_id),
  foreign key (workspace_id, contact_source_id)
    references public.crm_contact_sources (workspace_id, id) on delete set null (contact_source_id),
  foreign key (workspace_id, marketplace_id)
    references public.crm_marketplaces (workspace_id, id) on delete set null (marketplace_id),
  constraint sourced_products_asin_shape check (asin ~ '^(B[0-9A-Z]{9}|[0-9]{9}[0-9X])$'),
  constraint sourced_products_video_title_length check (char_length(video_title) <= 60),
  constraint sourced_products_decision_known check (decision in ('sell', 'keep')),
  constraint sourced_products_currency_shape check (currency ~ '^[A-Z]{3}$'),
  constraint sourced_products_amounts_not_negative check (cost_cents >= 0 and fees_cents >= 0 and quantity >= 0),
  constraint sourced_products_custom_values_is_object check (jsonb_typeof(custom_values) = 'object'),
  constraint sourced_products_fill_in_state_known check (fill_in_state in ('waiting', 'done', 'not_found', 'failed')),
  constraint sourced_products_fill_in_error_has_failed check (fill_in_error is null or fill_in_state = 'failed')
);
comment on table public.sourced_products is 'One row per product of a workspace; its ASIN names it.';
comment on column public.sourced_products.is_video_title_typed
  is 'A person typed the video title: the rule leaves it alone.';
comment on column public.sourced_products.owners
  is 'public.product_owners as one value, kept by its triggers: read with the row, and history sees it change.';
comment on column public.sourced_products.custom_values
  is 'By the id of public.crm_fields; a field without a value is not there.';
comment on column public.sourced_products.fill_in_state
  is 'How the lookup of title, picture, brand and category goes; null when none was asked for.';
comment on column public.sourced_products.deleted_at is 'In the bin since then; emptied after 30 days.';

-- A product in the bin does not keep its ASIN from being added again.
create unique index sourced_products_asin_idx on public.sourced_products (workspace_id, asin) where deleted_at is null;
-- Exactly the order of the list.
create index sourced_products_list_idx on public.sourced_products (workspace_id, created_at desc, id desc)
  where deleted_at is null;
create index sourced_products_status_idx on public.sourced_products (workspace_id, status_id, created_at desc, id desc)
  where deleted_at is null;
-- Any part of a word, within one workspace.
create index sourced_products_search_idx on public.sourced_products
  using gin (workspace_id, search_text extensions.gin_trgm_ops) where deleted_at is null;
create index sourced_products_follow_up_idx on public.sourced_products (workspace_id, follow_up_date)
  where deleted_at is null and follow_up_date is not null;
create index sourced_products_deleted_at_idx on public.sourced_products (deleted_at) where deleted_at is not null;
create index sourced_products_created_by_idx on public.sourced_products (created_by);

create table public.product_owners (
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id) on delete cascade,
  product_id   uuid not null,
  owner_id     uuid not null,
  is_primary   boolean not null default false,
  share_bps    integer,
  added_no     bigint not null generated always as identity,
  created_at   timestamptz not null default now(),

  primary key (product_id, owner_id),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id) on delete cascade,
  foreign key (workspace_id, owner_id) references public.crm_owners (workspace_id, id) on delete cascade,
  constraint product_owners_share_is_part check (share_bps between 0 and 10000),
  -- Asked at the end of the transaction: between naming a new primary and the old one stepping down there are two.
  constraint product_owners_one_primary exclude using btree (product_id with =)
    where (is_primary) deferrable initially deferred
);
comment on column public.product_owners.added_no is 'The order they were added in, also within one statement.';
comment on column public.product_owners.share_bps
  is 'Split of the profit in basis points; the product''s total stays at or below 10000.';
create index product_owners_owner_idx on public.product_owners (workspace_id, owner_id);

-- A row that makes room for a moved one is the version it was.
create trigger _100_touch_updated_at before update on public.crm_statuses
  for each row when (to_jsonb(old) - 'position' <> to_jsonb(new) - 'position')
    execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.crm_owners
  for each row when (to_jsonb(old) - 'position' <> to_jsonb(new) - 'position')
    execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.crm_collaboration_types
  for each row when (to_jsonb(old) - 'position' <> to_jsonb(new) - 'position')
    execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.crm_contact_sources
  for each row when (to_jsonb(old) - 'position' <> to_jsonb(new) - 'position')
    execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.crm_marketplaces
  for each row when (to_jsonb(old) - 'position' <> to_jsonb(new) - 'position')
    execute function private.touch_updated_at();
-- A lookup that begins or ends keeps the version: it fills empty fields only, so nobody's typing need be refused for
-- it.
create trigger _100_touch_updated_at before update on public.sourced_products
  for each row when (old.fill_in_state is not distinct from new.fill_in_state)
    execute function private.touch_updated_at();

-- Never over a title a person typed. Typing nothing gives the title back to the rule.
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

-- A product starts where the workspace's list of statuses starts.
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

-- Exactly one primary owner while there is any: the first added, the first remaining when it goes, and whoever is named
-- primary last. By statement, so that a bulk edit of thousands pays for it once.
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
-- Not for the stepping down and promoting itself.
create trigger _200_settle_updated after update on public.product_owners
  referencing new table as written for each statement when (pg_trigger_depth() = 0)
    execute function private.settle_written_owners();
-- At any depth: a deleted owner or product takes its rows along.
create trigger _200_settle_deleted after delete on public.product_owners
  referencing old table as deleted for each statement execute function private.settle_deleted_owners();

create function private.recompute_video_titles() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.sourced_products as product set is_video_title_typed = false
  from public.product_owners as link
  where link.owner_id = new.id and link.is_primary and product.id = link.product_id
    and not product.is_video_title_typed;
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
    raise exception 'invalid_input' using errcode = 'PT400', detail = 'The owners'' shares add up to more than 100 %.';
  end if;
  return null;
end;
$$;

create trigger _300_check_shares after insert or update of share_bps on public.product_owners
  for each row when (new.share_bps is not null) execute function private.check_owner_shares();

-- What a new workspace starts with (product page §3). Everything can be renamed, recoloured, moved and deleted.
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
  for insert to authenticated with
    check (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can change their workspace's products" on public.sourced_products
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));

-- The lists share one shape, so their policies are made by one loop: what differs between them is nothing. They are
-- written by the functions of 12_crm_lists.sql only, which keep a status visible and find the products a place to go.
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
  for insert to authenticated with
    check (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can change their workspace's rows" on public.product_owners
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));
create policy "Editors can delete their workspace's rows" on public.product_owners
  for delete to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
