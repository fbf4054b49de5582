-- What a workspace may use of the vendor accounts that all workspaces share. Units are taken before a call and settled
-- after it, so that parallel work cannot pass the limit and a call with an unknown outcome stays counted.

-- Whose units come back each day, and whose each month; both in UTC.
create function private.vendor_period(p_vendor text) returns text
language sql
immutable
set search_path = ''
as $$
  select case when p_vendor in ('keepa', 'transcoder', 'anthropic') then 'day' else 'month' end;
$$;

create function private.vendor_period_began(p_vendor text) returns date
language sql
stable
set search_path = ''
as $$
  select date_trunc(private.vendor_period(p_vendor), now() at time zone 'utc')::date;
$$;

create function private.vendor_resets_at(p_vendor text) returns timestamptz
language sql
stable
set search_path = ''
as $$
  select (private.vendor_period_began(p_vendor) + ('1 ' || private.vendor_period(p_vendor))::interval)
    at time zone 'utc';
$$;

create table private.vendor_usage (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  vendor       text not null,
  period_began date not null,
  used         bigint not null default 0,

  primary key (workspace_id, vendor, period_began),
  constraint vendor_usage_vendor_known
    check (vendor in ('keepa', 'elevenlabs', 'aftership', 'transcoder', 'anthropic')),
  constraint vendor_usage_used_not_negative check (used >= 0)
);
comment on table private.vendor_usage is 'One row per workspace, vendor and period in which the workspace used it.';
comment on column private.vendor_usage.used
  is 'Tokens of Keepa, credits of ElevenLabs, trackings of AfterShip, seconds of video of the transcoder, captions of '
  'Anthropic; open takings are part of it.';
-- Serves the purge.
create index vendor_usage_period_began_idx on private.vendor_usage (period_began);

create table private.vendor_takings (
  workspace_id uuid not null,
  vendor       text not null,
  key          text not null,
  period_began date not null,
  units        bigint not null,
  source       text,
  feature      text,
  created_at   timestamptz not null default now(),

  primary key (workspace_id, vendor, key),
  foreign key (workspace_id, vendor, period_began) references private.vendor_usage on delete cascade
    on update cascade,
  constraint vendor_takings_key_length check (char_length(key) between 1 and 200),
  constraint vendor_takings_units_not_negative check (units >= 0)
);
comment on table private.vendor_takings
  is 'Units of calls that run, or whose outcome is unknown. The next attempt at the same work uses them and takes no '
  'others.';
create index vendor_takings_usage_idx on private.vendor_takings (workspace_id, vendor, period_began);

create table private.source_spending (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  source       text not null,
  feature      text not null,
  day          date not null,
  units        bigint not null default 0,

  primary key (workspace_id, source, feature, day),
  constraint source_spending_source_known check (source in ('keepa', 'amazon_creators')),
  constraint source_spending_feature_known check (feature in ('look_up', 'fill_in', 'search', 'enrichment', 'radar',
    'placement', 'availability', 'quick_list')),
  constraint source_spending_units_not_negative check (units >= 0)
);
comment on table private.source_spending
  is 'What each feature of a workspace spent at each source of product data on a UTC day: tokens of Keepa, requests to '
  'Amazon. Open takings are part of it.';
-- Serves the purge.
create index source_spending_day_idx on private.source_spending (day);

-- Nothing for a vendor without features.
create function private.note_source_spending(
  p_workspace_id uuid, p_source text, p_feature text, p_day date, p_units bigint
) returns void
language sql
set search_path = ''
as $$
  insert into private.source_spending as spending (workspace_id, source, feature, day, units)
  select p_workspace_id, p_source, p_feature, p_day, greatest(p_units, 0)
  where p_source is not null and p_feature is not null
  on conflict (workspace_id, source, feature, day) do update set units = greatest(spending.units + p_units, 0);
$$;

-- Takes p_units for each key, in order, as long as p_most allows. The row of the period is locked first, so two workers
-- of a workspace take one after the other. p_source and p_feature: for what the units of product data are taken.
create function public.take_vendor_units(
  p_workspace_id uuid, p_vendor text, p_keys text[], p_units bigint, p_most bigint,
  p_source text default null, p_feature text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_began date := private.vendor_period_began(p_vendor);
  v_used bigint;
  v_key text;
  v_granted text[] := '{}';
  v_taken bigint := 0;
begin
  insert into private.vendor_usage as usage (workspace_id, vendor, period_began)
  values (p_workspace_id, p_vendor, v_began)
  on conflict (workspace_id, vendor, period_began) do update set used = usage.used
  returning used into v_used;
  foreach v_key in array p_keys loop
    if exists (select from private.vendor_takings
      where workspace_id = p_workspace_id and vendor = p_vendor and key = v_key) then
      v_granted := v_granted || v_key;
    elsif v_used + p_units <= p_most then
      insert into private.vendor_takings (workspace_id, vendor, key, period_began, units, source, feature)
      values (p_workspace_id, p_vendor, v_key, v_began, p_units, p_source, p_feature);
      v_used := v_used + p_units;
      v_taken := v_taken + p_units;
      v_granted := v_granted || v_key;
    end if;
  end loop;
  update private.vendor_usage set used = v_used
  where workspace_id = p_workspace_id and vendor = p_vendor and period_began = v_began;
  perform private.note_source_spending(p_workspace_id, p_source, p_feature, v_began, v_taken);
  return jsonb_build_object('granted', to_jsonb(v_granted), 'used', v_used,
    'resets_at', private.vendor_resets_at(p_vendor));
end;
$$;
comment on function public.take_vendor_units is '{granted, used, resets_at}: the keys whose work may begin.';

-- The call has ended and cost p_units for all of the keys together. Keys that are not taken change nothing, so a second
-- settling of the same work does not count it twice.
create function public.settle_vendor_units(p_workspace_id uuid, p_vendor text, p_keys text[], p_units bigint)
  returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_began date;
  v_taken bigint;
  v_source text;
  v_feature text;
begin
  perform from private.vendor_usage where workspace_id = p_workspace_id and vendor = p_vendor
    order by period_began for update;
  with settled as (
    delete from private.vendor_takings
    where workspace_id = p_workspace_id and vendor = p_vendor and key = any (p_keys)
    returning period_began, units, source, feature)
  select max(period_began), sum(units), max(source), max(feature) into v_began, v_taken, v_source, v_feature
  from settled;
  if v_began is null then
    return;
  end if;
  update private.vendor_usage set used = greatest(used + p_units - v_taken, 0)
  where workspace_id = p_workspace_id and vendor = p_vendor and period_began = v_began;
  perform private.note_source_spending(p_workspace_id, v_source, v_feature, v_began, p_units - v_taken);
end;
$$;

grant execute on function public.take_vendor_units, public.settle_vendor_units to service_role;

-- Security definer: no role may read the table; the caller's workspace is the first condition.
create function public.list_vendor_usage() returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return (
    select jsonb_agg(jsonb_build_object('vendor', shared.vendor, 'period', private.vendor_period(shared.vendor),
        'used', coalesce(usage.used, 0), 'resets_at', private.vendor_resets_at(shared.vendor)) order by shared.place)
    from unnest(array['keepa', 'aftership', 'elevenlabs', 'transcoder', 'anthropic'])
      with ordinality as shared (vendor, place)
    left join private.vendor_usage as usage on usage.workspace_id = v_workspace_id and usage.vendor = shared.vendor
      and usage.period_began = private.vendor_period_began(shared.vendor));
end;
$$;
comment on function public.list_vendor_usage
  is '[{vendor, period, used, resets_at}]: what the caller''s workspace has used of each shared vendor in this period.';
grant execute on function public.list_vendor_usage to authenticated;

-- Usage of past periods explains a bill; after a year nobody asks.
create function public.purge_vendor_usage(p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  delete from private.vendor_usage where (workspace_id, vendor, period_began) in (
    select workspace_id, vendor, period_began from private.vendor_usage
    where period_began < now() - interval '400 days' limit p_limit);
  get diagnostics v_count = row_count;
  delete from private.source_spending where (workspace_id, source, feature, day) in (
    select workspace_id, source, feature, day from private.source_spending
    where day < now() - interval '400 days' limit p_limit);
  return v_count;
end;
$$;
grant execute on function public.purge_vendor_usage to service_role;
