-- Decisions about correlations: accepting creates tasks and gives them the video, declining and undoing withdraw the
-- tasks that no one worked on, all in the transaction of the decision.

-- Requests a look at the marketplaces of accepted correlations of which nobody knows, or knew long ago, whether the
-- ASIN is sold there. Answers the number of pairs to look at.
create function private.request_availability(p_workspace_id uuid) returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_count integer;
begin
  select count(*) into v_count from private.stale_facts(p_workspace_id, 1000);
  if v_count > 0 then
    perform private.enqueue_job('correlations.check-availability', 'correlations.check-availability:' || p_workspace_id,
      '{}', p_workspace_id);
  end if;
  return v_count;
end;
$$;

-- The ASINs of accepted correlations and the enabled marketplaces where nobody has looked for a week: those of which
-- nothing is known first.
create function private.stale_facts(p_workspace_id uuid, p_limit integer)
  returns table (asin text, marketplace text, checked_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select other.similar_asin, enabled.marketplace, max(fact.checked_at) as checked_at
  from public.asin_correlations as other
  join public.sourced_products as product on product.id = other.product_id and product.deleted_at is null
  join public.workspace_marketplaces as enabled on enabled.workspace_id = other.workspace_id and enabled.is_enabled
  left join public.asin_facts as fact on fact.workspace_id = other.workspace_id and fact.asin = other.similar_asin
    and fact.marketplace = enabled.marketplace
  where other.workspace_id = p_workspace_id and other.decision = 'accepted'
    and (fact.checked_at is null or fact.checked_at < now() - interval '7 days')
  group by other.similar_asin, enabled.marketplace
  order by max(fact.checked_at) nulls first, other.similar_asin, enabled.marketplace
  limit p_limit;
$$;

create function public.list_stale_facts(p_workspace_id uuid, p_limit integer default 1000) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('asin', asin, 'marketplace', marketplace)), '[]')
  from private.stale_facts(p_workspace_id, least(p_limit, 5000));
$$;
comment on function public.list_stale_facts is '[{asin, marketplace}]: where the availability check should look.';

-- Holds correlations, and what their tasks depend on, until the end of the transaction: marketplaces, then products,
-- then correlations by id. Every decision, and every source of tasks, locks in this order, so none of them misses what
-- another one does meanwhile, and none waits for one that waits for it.
create function private.hold_correlations(p_workspace_id uuid, p_ids uuid[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.workspace_marketplaces where workspace_id = p_workspace_id order by marketplace for share;
  perform from public.sourced_products where id in (
    select product_id from public.asin_correlations where workspace_id = p_workspace_id and id = any (p_ids))
  order by id for key share;
  perform from public.asin_correlations where workspace_id = p_workspace_id and id = any (p_ids)
  order by id for no key update;
end;
$$;

-- Answers the ASINs that are news: available where nobody knew it. An older answer never replaces a newer one, and an
-- answer without videos keeps what is known of them.
create function private.write_facts(p_workspace_id uuid, p_facts jsonb) returns text[]
language sql
set search_path = ''
as $$
  with said as (
    select distinct on (asin, marketplace) * from jsonb_to_recordset(p_facts) as said (asin text, marketplace text,
      availability text, availability_reasons text[], source text, observed_at timestamptz, checked_at timestamptz,
      sales_rank integer, influencer_videos smallint, videos_checked_at timestamptz)
    order by asin, marketplace, checked_at desc
  ), known as (
    select fact.asin, fact.marketplace, fact.availability from public.asin_facts as fact
    join said on said.asin = fact.asin and said.marketplace = fact.marketplace
    where fact.workspace_id = p_workspace_id
  ), written as (
    insert into public.asin_facts as fact (workspace_id, asin, marketplace, availability, availability_reasons, source,
      observed_at, checked_at, sales_rank, influencer_videos, videos_checked_at)
    select p_workspace_id, asin, marketplace, availability, coalesce(availability_reasons, '{}'), source, observed_at,
      checked_at, sales_rank, influencer_videos, videos_checked_at
    from said order by asin, marketplace
    on conflict (workspace_id, asin, marketplace) do update set
      availability = excluded.availability, availability_reasons = excluded.availability_reasons,
      source = excluded.source, observed_at = excluded.observed_at, checked_at = excluded.checked_at,
      sales_rank = coalesce(excluded.sales_rank, fact.sales_rank),
      influencer_videos = coalesce(excluded.influencer_videos, fact.influencer_videos),
      videos_checked_at = coalesce(excluded.videos_checked_at, fact.videos_checked_at)
    where excluded.checked_at >= fact.checked_at
    returning fact.asin, fact.marketplace, fact.availability
  )
  select coalesce(array_agg(distinct written.asin), '{}') from written
  left join known on known.asin = written.asin and known.marketplace = written.marketplace
  where written.availability = 'available' and known.availability is distinct from 'available';
$$;

-- Stores what sources said, and creates the tasks of accepted correlations that are now known to be sold somewhere. An
-- answer that cannot be stored is left out.
create function public.record_asin_facts(p_workspace_id uuid, p_facts jsonb) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_news text[] := '{}';
  v_fact jsonb;
  v_ids uuid[];
begin
  -- The workspace may be gone by now, and its answers with it.
  if not exists (select from public.workspaces where id = p_workspace_id) then
    return 0;
  end if;
  begin
    v_news := private.write_facts(p_workspace_id, p_facts);
  exception when data_exception or integrity_constraint_violation then
    for v_fact in
      select value from jsonb_array_elements(p_facts) order by value ->> 'asin', value ->> 'marketplace'
    loop
      begin
        v_news := v_news || private.write_facts(p_workspace_id, jsonb_build_array(v_fact));
      exception when data_exception or integrity_constraint_violation then
        raise warning 'An answer about % could not be stored.', left(v_fact ->> 'asin', 20);
      end;
    end loop;
  end;
  -- Only news creates tasks: a task that a person deleted does not come back with every look. Undecided correlations
  -- are held, too: one that is being accepted now does not see this news yet.
  select array_agg(id) into v_ids from public.asin_correlations
  where workspace_id = p_workspace_id and similar_asin = any (v_news);
  if v_ids is null then
    return 0;
  end if;
  perform private.hold_correlations(p_workspace_id, v_ids);
  return private.make_correlated_tasks(p_workspace_id, p_ids => v_ids);
end;
$$;
comment on function public.record_asin_facts is 'Answers the number of tasks that the news created.';

-- One decision for some correlations of a workspace, which the caller holds and has checked. Answers what it changed.
create function private.apply_decision(
  p_workspace_id uuid, p_ids uuid[], p_decision text, p_is_shown boolean, p_batch_id uuid,
  out changed integer, out created integer, out withdrawn integer, out checking integer
)
language plpgsql
set search_path = ''
as $$
begin
  with before as (
    select id, decision, is_shown_in_video from public.asin_correlations
    where id = any (p_ids) and workspace_id = p_workspace_id
  ), decided as (
    update public.asin_correlations as other set
      decision = p_decision,
      decided_at = case when p_decision is not null then now() end,
      decided_by = case when p_decision is not null then (select auth.uid()) end,
      is_shown_in_video = coalesce(p_is_shown, other.is_shown_in_video),
      shown_at = case when coalesce(p_is_shown, other.is_shown_in_video) = other.is_shown_in_video then other.shown_at
        when p_is_shown then now() end,
      shown_by = case when coalesce(p_is_shown, other.is_shown_in_video) = other.is_shown_in_video then other.shown_by
        when p_is_shown then (select auth.uid()) end
    from before
    where other.id = before.id and (before.decision is distinct from p_decision
      or coalesce(p_is_shown, before.is_shown_in_video) <> before.is_shown_in_video)
    returning other.id, before.decision as decision_before, before.is_shown_in_video as is_shown_before,
      other.is_shown_in_video
  )
  insert into public.correlation_decisions (workspace_id, batch_id, correlation_id, decision_before, decision,
    is_shown_before, is_shown_in_video, decided_by)
  select p_workspace_id, p_batch_id, id, decision_before, p_decision, is_shown_before, is_shown_in_video,
    (select auth.uid())
  from decided;
  get diagnostics changed = row_count;

  created := 0;
  withdrawn := 0;
  checking := 0;
  if p_decision = 'accepted' then
    created := private.make_correlated_tasks(p_workspace_id, p_ids => p_ids);
    checking := private.request_availability(p_workspace_id);
  else
    delete from public.influencer_tasks where id in (
      select id from public.influencer_tasks
      where workspace_id = p_workspace_id and correlation_id = any (p_ids) and status = 'pending'
        and note is null and claimed_by is null
      order by id for update);
    get diagnostics withdrawn = row_count;
  end if;
end;
$$;

create function private.needs_showing(p_relation text) returns boolean
language sql
immutable
set search_path = ''
as $$
  select p_relation in ('similar', 'pack_unclear');
$$;

create function private.decision_refusal_words(p_code text) returns text
language sql
immutable
set search_path = ''
as $$
  select case p_code
    when 'needs_showing' then
      'Amazon forbids tagging a product that the video does not show. Accept it only if you show it in the video.'
    when 'correlation_not_found' then 'We can''t find this correlation in your workspace.' end;
$$;

create function private.require_decision(p_decision text) returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_decision not in ('accepted', 'declined') then
    raise exception 'invalid_input'
      using errcode = 'PT400', hint = 'decision', detail = 'Accept or decline it, or take the decision back.';
  end if;
end;
$$;

create function public.decide_correlation(p_id uuid, p_decision text, p_is_shown_in_video boolean default null)
  returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_batch_id uuid := gen_random_uuid();
  v_correlation public.asin_correlations;
  v_result record;
begin
  perform private.require_decision(p_decision);
  perform private.hold_correlations(v_workspace_id, array[p_id]);
  select * into v_correlation from public.asin_correlations where id = p_id and workspace_id = v_workspace_id;
  if not found then
    raise exception 'correlation_not_found'
      using errcode = 'PT404', detail = private.decision_refusal_words('correlation_not_found');
  end if;
  if p_decision = 'accepted' and private.needs_showing(v_correlation.relation)
    and not coalesce(p_is_shown_in_video, v_correlation.is_shown_in_video) then
    raise exception 'invalid_input' using errcode = 'PT400', hint = 'is_shown_in_video',
      detail = private.decision_refusal_words('needs_showing');
  end if;
  v_result := private.apply_decision(v_workspace_id, array[p_id], p_decision, p_is_shown_in_video, v_batch_id);
  return jsonb_build_object('correlation', private.correlation_json(p_id),
    'batch_id', case when v_result.changed > 0 then v_batch_id end, 'checking', v_result.checking,
    'tasks', jsonb_build_object('created', v_result.created, 'withdrawn', v_result.withdrawn));
end;
$$;

-- The same decision for many: one that may not be made is answered with the reason, the others are made.
create function public.decide_correlations(p_ids uuid[], p_decision text, p_is_shown_in_video boolean default null)
  returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_batch_id uuid := gen_random_uuid();
  v_allowed uuid[];
  v_failed jsonb;
  v_result record;
begin
  perform private.require_decision(p_decision);
  if cardinality(p_ids) > 500 then
    raise exception 'invalid_input'
      using errcode = 'PT400', hint = 'ids', detail = 'Decide at most 500 correlations at a time.';
  end if;
  perform private.hold_correlations(v_workspace_id, p_ids);
  with asked as (
    select id, min(number) as number from unnest(p_ids) with ordinality as given (id, number) group by id
  ), judged as (
    select asked.id, asked.number, case
      when other.id is null then 'correlation_not_found'
      when p_decision = 'accepted' and private.needs_showing(other.relation)
        and not coalesce(p_is_shown_in_video, other.is_shown_in_video) then 'needs_showing' end as code
    from asked
    left join public.asin_correlations as other on other.id = asked.id and other.workspace_id = v_workspace_id
  )
  select array_agg(id order by id) filter (where code is null),
    coalesce(jsonb_agg(jsonb_build_object('id', id, 'code', code, 'reason', private.decision_refusal_words(code))
      order by number) filter (where code is not null), '[]')
  into v_allowed, v_failed from judged;
  v_allowed := coalesce(v_allowed, '{}');
  v_result := private.apply_decision(v_workspace_id, v_allowed, p_decision, p_is_shown_in_video, v_batch_id);
  return jsonb_build_object('batch_id', case when v_result.changed > 0 then v_batch_id end,
    'changed', v_result.changed, 'unchanged', cardinality(v_allowed) - v_result.changed, 'failed', v_failed,
    'checking', v_result.checking,
    'tasks', jsonb_build_object('created', v_result.created, 'withdrawn', v_result.withdrawn));
end;
$$;
comment on function public.decide_correlations
  is '{batch_id, changed, unchanged, failed: [{id, code, reason}], checking, tasks: {created, withdrawn}}. checking: '
  'pairs of ASIN and marketplace that a job looks up now.';

-- Gives the correlations of a batch the decisions that they had before, except those that were decided again since.
create function public.undo_correlation_decisions(p_batch_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_batch_id uuid := gen_random_uuid();
  v_former record;
  v_result record;
  v_count integer;
  v_changed integer := 0;
  v_created integer := 0;
  v_withdrawn integer := 0;
begin
  perform from public.correlation_decisions
  where workspace_id = v_workspace_id and batch_id = p_batch_id and undone_at is null order by id for update;
  get diagnostics v_count = row_count;
  if v_count = 0 then
    raise exception 'already_undone' using errcode = 'PT409', detail = 'These decisions were already undone.';
  end if;
  perform private.hold_correlations(v_workspace_id, array(
    select correlation_id from public.correlation_decisions
    where workspace_id = v_workspace_id and batch_id = p_batch_id and undone_at is null));
  for v_former in
    select was.decision_before as decision, was.is_shown_before as is_shown, array_agg(was.correlation_id) as ids
    from public.correlation_decisions as was
    join public.asin_correlations as other on other.id = was.correlation_id
    where was.workspace_id = v_workspace_id and was.batch_id = p_batch_id and was.undone_at is null
      -- A search may have found meanwhile that the video must show it.
      and (was.decision_before is distinct from 'accepted' or was.is_shown_before
        or not private.needs_showing(other.relation))
      and not exists (select from public.correlation_decisions as later
        where later.workspace_id = v_workspace_id and later.correlation_id = was.correlation_id
          and later.id > was.id)
    group by was.decision_before, was.is_shown_before
  loop
    v_result := private.apply_decision(v_workspace_id, v_former.ids, v_former.decision, v_former.is_shown, v_batch_id);
    v_changed := v_changed + v_result.changed;
    v_created := v_created + v_result.created;
    v_withdrawn := v_withdrawn + v_result.withdrawn;
  end loop;
  update public.correlation_decisions set undone_at = now()
  where workspace_id = v_workspace_id and batch_id = p_batch_id and undone_at is null;
  return jsonb_build_object('batch_id', case when v_changed > 0 then v_batch_id end, 'changed', v_changed,
    'kept', v_count - v_changed, 'tasks', jsonb_build_object('created', v_created, 'withdrawn', v_withdrawn));
end;
$$;
comment on function public.undo_correlation_decisions
  is '{batch_id, changed, kept, tasks}: kept were decided again since, or now need a person''s word that the video '
  'shows them; they stay.';

grant execute on function public.decide_correlation, public.decide_correlations, public.undo_correlation_decisions
  to authenticated;
grant execute on function public.list_stale_facts, public.record_asin_facts to service_role;

-- The daily round: every workspace with something to look at gets its job.
create function public.request_availability_of_all() returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid;
  v_count integer := 0;
begin
  for v_workspace_id in
    select distinct workspace_id from public.asin_correlations where decision = 'accepted'
  loop
    if private.request_availability(v_workspace_id) > 0 then
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end;
$$;
grant execute on function public.request_availability_of_all to service_role;
