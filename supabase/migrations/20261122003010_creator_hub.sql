-- Shapes of Creator Hub pages that the selectors no longer match, as panels report them with their person's consent. No
-- row says who: no person, no workspace, no time of day.

create table private.creator_hub_shapes (
  hash             text not null,
  selector_version integer not null,
  marketplace      text not null,
  page             text not null,
  first_seen_on    date not null default current_date,
  last_seen_on     date not null default current_date,
  times            integer not null default 1,

  primary key (hash, selector_version, marketplace, page),
  constraint creator_hub_shapes_hash_sha256 check (hash ~ '^[0-9a-f]{64}$'),
  constraint creator_hub_shapes_version_positive check (selector_version > 0),
  constraint creator_hub_shapes_page_known check (page in ('upload', 'unified', 'edit')),
  constraint creator_hub_shapes_marketplace_code check (marketplace ~ '^[A-Z]{2}$'),
  constraint creator_hub_shapes_times_positive check (times > 0)
);
comment on table private.creator_hub_shapes is
  'Written by anyone, so it is bounded: so many new shapes a day, so many in all, 90 days each.';

-- Serves the daily limit of new shapes.
create index creator_hub_shapes_first_seen_on_idx on private.creator_hub_shapes (first_seen_on);
-- Serves the purge.
create index creator_hub_shapes_last_seen_on_idx on private.creator_hub_shapes (last_seen_on);

-- Security definer: the table is closed to every role. False when a new shape is one too many; a known one counts on.
create function public.note_creator_hub_shape(p_hash text, p_selector_version integer, p_marketplace text, p_page text)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_most_new_a_day constant integer := 200;
  v_most constant integer := 5000;
begin
  -- A count that reached its end stays there.
  update private.creator_hub_shapes
  set times = least(times, 2147483646) + 1, last_seen_on = current_date
  where hash = p_hash and selector_version = p_selector_version and marketplace = p_marketplace and page = p_page;
  if found then return true; end if;
  -- One after another, so that many reports at the same moment do not pass the limit together.
  perform pg_advisory_xact_lock(hashtext('private.creator_hub_shapes'));
  if (select count(*) from private.creator_hub_shapes where first_seen_on = current_date) >= v_most_new_a_day
    or (select count(*) from private.creator_hub_shapes) >= v_most then
    return false;
  end if;
  insert into private.creator_hub_shapes (hash, selector_version, marketplace, page)
  values (p_hash, p_selector_version, p_marketplace, p_page)
  on conflict (hash, selector_version, marketplace, page) do update
  set times = least(creator_hub_shapes.times, 2147483646) + 1;
  return true;
end;
$$;

-- For whoever corrects the selectors: the changes that most people meet, first.
create function public.list_creator_hub_shapes(p_limit integer default 100)
returns table (hash text, selector_version integer, marketplace text, page text, first_seen_on date, last_seen_on date,
  times integer)
language sql
stable
security definer
set search_path = ''
as $$
  select hash, selector_version, marketplace, page, first_seen_on, last_seen_on, times
  from private.creator_hub_shapes
  order by times desc, last_seen_on desc, hash
  limit p_limit;
$$;

-- Shapes that nobody met for 90 days.
create function public.purge_creator_hub_shapes(p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_gone integer;
begin
  delete from private.creator_hub_shapes where (hash, selector_version, marketplace, page) in (
    select hash, selector_version, marketplace, page from private.creator_hub_shapes
    where last_seen_on < current_date - 90 limit p_limit);
  get diagnostics v_gone = row_count;
  return v_gone;
end;
$$;

grant execute on function public.note_creator_hub_shape, public.list_creator_hub_shapes,
  public.purge_creator_hub_shapes to service_role;
