-- The CRM: the products that a workspace buys or receives, from the idea to the sale, and the lists that describe them.

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
comment on column public.crm_statuses.is_open is 'Products with this status still need work.';
comment on column public.crm_statuses.automation
  is 'The event that moves a product to this status automatically. People rename statuses, so no rule depends on the '
  'name.';
create unique index crm_statuses_name_idx on public.crm_statuses (workspace_id, lower(name));
create unique index crm_statuses_automation_idx on public.crm_statuses (workspace_id, automation)
  where automation is not null;

-- A product owner is a persona without a login: the channel under whose name a video appears.
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

-- The sales channels of a workspace; Amazon's marketplaces are in public.marketplaces.
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
comment on column public.crm_marketplaces.has_quick_list
  is 'Quick list offers the products of this sales channel for eBay.';
create unique index crm_marketplaces_name_idx on public.crm_marketplaces (workspace_id, lower(name));

-- The digits of a currency after the decimal sign: the list of core/src/money.ts; a test compares the two. The bodies
-- of this function and the next are bound at creation, so that the planner inlines them.
create function private.minor_digits(p_currency text) returns integer
language sql
immutable
return case
    when p_currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND',
      'VUV', 'XAF', 'XOF', 'XPF') then 0
    when p_currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 3
    when p_currency in ('CLF', 'UYW') then 4
    else 2 end;

-- An amount with p_from digits after the decimal sign as one with p_to digits; null when it has none, or is too large.
create function private.same_amount(p_amount numeric, p_from integer, p_to integer) returns bigint
language sql
immutable
return case when p_from = p_to then p_amount
    when p_amount * 10.0 ^ (p_to - p_from) % 1 = 0 and p_amount * 10.0 ^ (p_to - p_from) <= 10000000000
    then round(p_amount * 10.0 ^ (p_to - p_from)) end::bigint;

-- JavaScript and Amazon's own field count an emoji as two.
create function private.utf16_length(p_text text) returns integer
language sql
immutable
set search_path = ''
as $$
  select char_length(p_text) + char_length(regexp_replace(p_text, '[^\U00010000-\U0010FFFF]', '', 'g'));
$$;

-- The beginning of a text, cut between two characters as people see them: not before an accent, a skin tone, a
-- variation selector or a tag, not beside a joiner, not inside a flag. core/src/text.ts cuts by the whole Unicode rule.
create function private.cut_text(p_text text, p_length integer) returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_size integer := least(p_length, char_length(p_text));
  v_end integer;
begin
  while private.utf16_length(left(p_text, v_size)) > p_length loop
    v_size := v_size - 1;
  end loop;
  v_end := v_size;
  while v_end > 0 and v_end < char_length(p_text) and (
    substr(p_text, v_end + 1, 1) ~ ('[\u0300-\u036F\u0483-\u0489\u0591-\u05BD\u064B-\u065F\u093C\u0941-\u0948'
      '\u094D\u200C\u200D\u20D0-\u20FF\u3099\u309A\uFE00-\uFE0F\uFE20-\uFE2F\U0001F3FB-\U0001F3FF'
      '\U000E0020-\U000E007F]')
    or substr(p_text, v_end, 1) = U&'\200D'
    or (substr(p_text, v_end + 1, 1) ~ '[\U0001F1E6-\U0001F1FF]'
      and char_length(substring(left(p_text, v_end) from '[\U0001F1E6-\U0001F1FF]*$')) % 2 = 1)) loop
    v_end := v_end - 1;
  end loop;
  return left(p_text, case when v_end > 0 then v_end else v_size end);
end;
$$;

-- Same rule as core/src/products/rules.ts; a test compares the two.
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
  if private.utf16_length(v_text) <= 60 then
    return v_text;
  end if;
  v_cut := left(v_text, 61);
  while private.utf16_length(v_cut) > 61 loop
    v_cut := left(v_cut, -1);
  end loop;
  v_cut := case when position(' ' in v_cut) > 1 then regexp_replace(v_cut, ' [^ ]*$', '')
    else private.cut_text(v_text, 60) end;
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
  created_by             uuid default auth.uid(),
  archived_at            timestamptz,
  deleted_at             timestamptz,
  created_at             timestamptz not null default now(),
  updated_at             timestamptz not null default now(),
  search_text            text generated always as (
    private.fold_text(asin || ' ' || coalesce(title, '') || ' ' || coalesce(brand, '') || ' ' || coalesce(notes, '')))
    stored,

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
  constraint sourced_products_fill_in_state_known
    check (fill_in_state in ('not_asked', 'waiting', 'done', 'not_found', 'failed')),
  constraint sourced_products_fill_in_error_has_failed check (fill_in_error is null or fill_in_state = 'failed')
);
comment on table public.sourced_products is 'One row per product of a workspace; its ASIN names it.';
comment on column public.sourced_products.created_by
  is 'No foreign key, as in every table that grows: deleting a person would rewrite all their rows in one statement.';
comment on column public.sourced_products.is_video_title_typed
  is 'A person typed the video title, so the rule does not change it.';
comment on column public.sourced_products.owners
  is 'public.product_owners as one value, kept by triggers, so that reads need no join and history records the change.';
comment on column public.sourced_products.custom_values
  is 'Values by the id of public.crm_fields; a field without a value has no key.';
comment on column public.sourced_products.fill_in_state
  is 'State of the lookup of title, image, brand and category; null when no lookup was requested, not_asked when a run '
  'of the catalog may ask.';
comment on column public.sourced_products.deleted_at
  is 'When the product went to Trash; it is deleted for good after 30 days.';

-- A product in Trash does not block its ASIN from being added again.
create unique index sourced_products_asin_idx on public.sourced_products (workspace_id, asin) where deleted_at is null;
-- Serves exactly the default order of the list.
create index sourced_products_list_idx on public.sourced_products (workspace_id, created_at desc, id desc)
  where deleted_at is null;
create index sourced_products_status_idx on public.sourced_products (workspace_id, status_id, created_at desc, id desc)
  where deleted_at is null;
-- Serves the search for any part of a word within one workspace.
create index sourced_products_search_idx on public.sourced_products
  using gin (workspace_id, search_text extensions.gin_trgm_ops) where deleted_at is null;
create index sourced_products_follow_up_idx on public.sourced_products (workspace_id, follow_up_date)
  where deleted_at is null and follow_up_date is not null;
create index sourced_products_deleted_at_idx on public.sourced_products (deleted_at) where deleted_at is not null;

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
  -- Checked at the end of the transaction: while a new primary owner replaces the old one, the product has two for a
  -- moment.
  constraint product_owners_one_primary exclude using btree (product_id with =)
    where (is_primary) deferrable initially deferred
);
comment on column public.product_owners.added_no is 'The order in which owners were added, also within one statement.';
comment on column public.product_owners.share_bps
  is 'Share of the profit in basis points; the shares of a product add up to at most 10000.';
-- Serves the chunks that go through the products of an owner.
create index product_owners_owner_idx on public.product_owners (workspace_id, owner_id, product_id);

-- Shifting a row's position keeps its version, so an open edit of that row does not conflict.
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
-- The start and the end of a lookup keep the version: a lookup fills empty fields only, so no edit has to be refused
-- for it.
create trigger _100_touch_updated_at before update on public.sourced_products
  for each row when (old.fill_in_state is not distinct from new.fill_in_state)
    execute function private.touch_updated_at();
