-- Saved views of the product list, personal or shared with the workspace, and each member's default view.

create table public.saved_views (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id) on delete cascade,
  name         text not null,
  is_shared    boolean not null default false,
  state        jsonb not null,
  created_by   uuid not null default auth.uid() references public.users (id) on delete cascade,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  constraint saved_views_name_length check (char_length(name) between 1 and 60),
  constraint saved_views_state_is_object check (jsonb_typeof(state) = 'object' and pg_column_size(state) <= 32768)
);
comment on table public.saved_views
  is 'Columns, filters, order and layout under a name. Built-in views have no rows; core defines them.';
create unique index saved_views_name_idx on public.saved_views (workspace_id, created_by, lower(name));
create index saved_views_created_by_idx on public.saved_views (created_by);

alter table public.workspace_members add column default_view text;
comment on column public.workspace_members.default_view
  is 'Key of a built-in view or id of a saved one; the view that opens for this member.';

-- The shape of core's ViewState, without the values of its filter, which the trigger below tries.
create function private.is_view_state(p_state jsonb) returns boolean
language sql
immutable
set search_path = ''
as $$
  select p_state - array['layout', 'search', 'filter', 'sort', 'columns'] = '{}'
    and (not p_state ? 'layout' or p_state -> 'layout' in ('"table"', '"board"'))
    and (not p_state ? 'search' or jsonb_typeof(p_state -> 'search') = 'string'
      and char_length(p_state ->> 'search') <= 200)
    and (not p_state ? 'sort' or jsonb_typeof(p_state -> 'sort') = 'string' and p_state ->> 'sort' ~ ('^-?(created_at|'
      'updated_at|asin|title|brand|category|status|decision|video_title|cost_cents|fees_cents|quantity|important_date|'
      'follow_up_date|purchase_date|custom\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$'))
    and (not p_state ? 'filter' or jsonb_typeof(p_state -> 'filter') = 'object'
      and p_state -> 'filter' -> 'match' in ('"all"', '"any"')
      and jsonb_typeof(p_state -> 'filter' -> 'rules') = 'array'
      and not jsonb_path_exists(p_state -> 'filter', '$.rules[*] ? (!(exists (@.field) || exists (@.rules)))'))
    and (not p_state ? 'columns' or jsonb_typeof(p_state -> 'columns') = 'array'
      and jsonb_array_length(p_state -> 'columns') <= 100
      and not exists (
        select from jsonb_array_elements(p_state -> 'columns') as one (field)
        where jsonb_path_match(field, '$.id like_regex "^.{0,60}$"
            && (!exists ($.is_hidden) || $.is_hidden.type() == "boolean")
            && (!exists ($.is_pinned) || $.is_pinned.type() == "boolean")
            && (!exists ($.width) || $.width >= 40 && $.width <= 1000 && $.width.floor() == $.width)', silent => true)
          is not true or field - array['id', 'is_hidden', 'is_pinned', 'width'] <> '{}'));
$$;
grant execute on function private.is_view_state to authenticated, service_role;
alter table public.saved_views add constraint saved_views_state_shape check (private.is_view_state(state));

-- A filter that the product list would refuse is not saved: the condition is built and read, for no row.
create function private.try_view_filter() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  execute format('select from public.sourced_products as product where %s limit 0',
    private.product_filter_sql(new.state, new.workspace_id)) using new.workspace_id;
  return new;
end;
$$;
create trigger _200_try_view_filter before insert or update of state on public.saved_views
  for each row execute function private.try_view_filter();

create trigger _100_touch_updated_at before update on public.saved_views
  for each row execute function private.touch_updated_at();

alter table public.saved_views enable row level security;
grant all on public.saved_views to service_role;
grant select, delete on public.saved_views to authenticated;
grant insert (name, is_shared, state), update (name, is_shared, state) on public.saved_views to authenticated;

create policy "Editors can read their own views and the shared ones" on public.saved_views
  for select to authenticated using (
    workspace_id = (select private.current_workspace_id()) and (select private.can_edit())
    and (is_shared or created_by = (select auth.uid())));
create policy "Editors can save views" on public.saved_views
  for insert to authenticated with check (
    workspace_id = (select private.current_workspace_id()) and (select private.can_edit())
      and created_by = (select auth.uid()));
create policy "Editors can change their own views" on public.saved_views
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit())
    and created_by = (select auth.uid()))
  with check (workspace_id = (select private.current_workspace_id()) and created_by = (select auth.uid()));
create policy "Editors can delete their own views" on public.saved_views
  for delete to authenticated using (
    workspace_id = (select private.current_workspace_id()) and (select private.can_edit())
      and created_by = (select auth.uid()));

-- Security definer, because it reads the names of members; its condition repeats the policy.
create function public.list_saved_views(p_id uuid default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_default text;
begin
  select default_view into v_default from public.workspace_members
  where workspace_id = v_workspace_id and user_id = (select auth.uid());
  return (
    with seen as (
      select view.*, person.name as created_by_name, view.created_by = (select auth.uid()) as is_mine
      from public.saved_views as view join public.users as person on person.id = view.created_by
      where view.workspace_id = v_workspace_id and (view.is_shared or view.created_by = (select auth.uid()))
    )
    select jsonb_build_object(
      'items', coalesce((select jsonb_agg(to_jsonb(seen) order by lower(seen.name), seen.id) from seen
        where p_id is null or seen.id = p_id), '[]'),
      -- The view was deleted or is no longer shared, so the page opens as if no default were chosen.
      'default_view', case when v_default !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        or exists (select from seen where seen.id::text = v_default) then v_default end));
end;
$$;
comment on function public.list_saved_views
  is '{items, default_view}: the views that the caller may see, by name; with p_id only that one.';

-- Security definer: no role may write workspace_members; this function writes one column of the caller's own row.
create function public.set_default_view(p_view text) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  if char_length(p_view) > 60 then return false; end if;
  if p_view ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' and not exists (
    select from public.saved_views
    where id = p_view::uuid and workspace_id = v_workspace_id and (is_shared or created_by = (select auth.uid()))) then
    return false;
  end if;
  update public.workspace_members set default_view = p_view
    where workspace_id = v_workspace_id and user_id = (select auth.uid());
  return true;
end;
$$;
comment on function public.set_default_view is 'False when the caller has no view with this key or id.';

grant execute on function public.list_saved_views, public.set_default_view to authenticated;
