-- How each source of product data is: working, paused or refused, and the tokens that its key has left. Read before a
-- request, so that a caller waits instead of being refused; shown on the budget page.

create table private.source_states (
  source            text not null,
  key               text not null,
  marketplace       text not null default '',
  state             text not null default 'working',
  reason            text,
  since             timestamptz not null default now(),
  retry_at          timestamptz,
  probe_asin        text,
  tokens_left       integer,
  refill_per_minute integer,
  tokens_read_at    timestamptz,
  available_at      timestamptz,
  updated_at        timestamptz not null default now(),

  primary key (source, key, marketplace),
  constraint source_states_source_known check (source in ('keepa', 'amazon_creators')),
  constraint source_states_state_known check (state in ('working', 'paused', 'reconnect')),
  constraint source_states_stopped_is_tried_again check ((state = 'working') = (retry_at is null)),
  constraint source_states_key_is_a_fingerprint check (key ~ '^[0-9a-f]{16}$')
);
comment on table private.source_states is 'One row per source, key and, where the key has rights per marketplace, '
  'marketplace.';
comment on column private.source_states.key is 'A fingerprint of the key, never the key. A new key begins anew.';
comment on column private.source_states.state is
  'paused: the vendor took access away and gives it back by itself; reconnect: the vendor refuses the key.';
comment on column private.source_states.available_at is 'Before that moment the source serves no request.';
-- Serves the retry and the notice.
create index source_states_stopped_idx on private.source_states (retry_at) where state <> 'working';

-- Changes what p_note names and keeps the rest.
create function public.note_source(p_source text, p_key text, p_marketplace text, p_note jsonb) returns void
language sql
security definer
set search_path = ''
as $$
  insert into private.source_states as known (source, key, marketplace, state, reason, retry_at, probe_asin,
    tokens_left, refill_per_minute, tokens_read_at, available_at)
  values (p_source, p_key, p_marketplace, coalesce(p_note ->> 'state', 'working'), p_note ->> 'reason',
    (p_note ->> 'retry_at')::timestamptz, p_note ->> 'probe_asin', (p_note ->> 'tokens_left')::integer,
    (p_note ->> 'refill_per_minute')::integer, case when p_note ? 'tokens_left' then clock_timestamp() end,
    (p_note ->> 'available_at')::timestamptz)
  on conflict (source, key, marketplace) do update set
    since = case when p_note ? 'state' and known.state <> excluded.state then clock_timestamp() else known.since end,
    state = case when p_note ? 'state' then excluded.state else known.state end,
    reason = case when p_note ? 'state' then excluded.reason else known.reason end,
    retry_at = case when p_note ? 'state' then excluded.retry_at else known.retry_at end,
    probe_asin = coalesce(excluded.probe_asin, known.probe_asin),
    tokens_left = case when p_note ? 'tokens_left' then excluded.tokens_left else known.tokens_left end,
    refill_per_minute =
      case when p_note ? 'tokens_left' then excluded.refill_per_minute else known.refill_per_minute end,
    tokens_read_at = case when p_note ? 'tokens_left' then excluded.tokens_read_at else known.tokens_read_at end,
    available_at = case when p_note ? 'available_at' then excluded.available_at else known.available_at end,
    updated_at = clock_timestamp();
$$;

create function public.list_source_states(p_keys text[]) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('source', source, 'key', key, 'marketplace', marketplace, 'state', state,
    'reason', reason, 'since', since, 'retry_at', retry_at, 'probe_asin', probe_asin, 'tokens_left', tokens_left,
    'refill_per_minute', refill_per_minute, 'tokens_read_at', tokens_read_at, 'available_at', available_at)
    order by source, marketplace), '[]')
  from private.source_states where key = any (p_keys);
$$;
comment on function public.list_source_states is 'The states of the keys with these fingerprints.';
grant execute on function public.note_source, public.list_source_states to service_role;

-- Security definer: no role may read the tables; the caller's workspace is the first condition.
create function public.read_source_spending() returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_today date := (now() at time zone 'utc')::date;
begin
  return jsonb_build_object(
    'used', coalesce((select used from private.vendor_usage
      where workspace_id = v_workspace_id and vendor = 'keepa' and period_began = v_today), 0),
    'resets_at', private.vendor_resets_at('keepa'),
    'today', (select coalesce(jsonb_agg(jsonb_build_object('source', source, 'feature', feature, 'units', units)
        order by units desc, source, feature), '[]')
      from private.source_spending where workspace_id = v_workspace_id and day = v_today and units > 0),
    'last_30_days', (select coalesce(jsonb_agg(to_jsonb(spent) order by units desc, source, feature), '[]') from (
      select source, feature, sum(units) as units from private.source_spending
      where workspace_id = v_workspace_id and day > v_today - 30 and units > 0
      group by source, feature) as spent));
end;
$$;
comment on function public.read_source_spending is
  '{used, resets_at, today, last_30_days}: what the caller''s workspace spent at the sources of product data.';
grant execute on function public.read_source_spending to authenticated;

-- A source that Amazon paused concerns every workspace that used it lately. A state that nobody tries any more is that
-- of a key which was removed.
create function private.find_paused_sources()
returns table (workspace_id uuid, subject text, count bigint, since timestamptz, latest_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select spending.workspace_id, stopped.source, count(distinct stopped.marketplace), min(stopped.since),
    null::timestamptz
  from private.source_states as stopped
  join private.source_spending as spending on spending.source = stopped.source
    and spending.day > (now() at time zone 'utc')::date - 30
  where stopped.state = 'paused' and stopped.updated_at > now() - interval '3 days'
  group by spending.workspace_id, stopped.source;
$$;
