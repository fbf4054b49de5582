-- Searches for correlated ASINs: requested by a person, run by a job, written candidate by candidate.

-- Starts a search for each product that has none under way. Answers the searches that are under way now.
create function public.request_correlation_searches(p_product_ids uuid[]) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_missing uuid;
begin
  if cardinality(p_product_ids) not between 1 and 100 then
    raise exception 'invalid_input'
      using errcode = 'PT400', hint = 'product_ids', detail = 'Search for 1 to 100 products at a time.';
  end if;
  select asked.id into v_missing from unnest(p_product_ids) as asked (id)
  where not exists (select from public.sourced_products as product
    where product.id = asked.id and product.workspace_id = v_workspace_id and product.deleted_at is null);
  if found then
    raise exception 'product_not_found'
      using errcode = 'PT404', detail = 'We can''t find this product in your workspace.';
  end if;
  insert into public.correlation_searches (workspace_id, product_id, search_asin, created_by)
  select v_workspace_id, product.id, product.asin, (select auth.uid())
  from public.sourced_products as product where product.id = any (p_product_ids)
  on conflict (product_id) where finished_at is null do nothing;
  perform private.enqueue_job('correlations.search', 'correlations.search:' || search.id,
      jsonb_build_object('search_id', search.id), v_workspace_id)
  from public.correlation_searches as search
  where search.workspace_id = v_workspace_id and search.product_id = any (p_product_ids) and search.finished_at is null;
  return (
    select jsonb_agg(to_jsonb(search) - 'workspace_id' order by search.created_at, search.id)
    from public.correlation_searches as search
    where search.workspace_id = v_workspace_id and search.product_id = any (p_product_ids)
      and search.finished_at is null);
end;
$$;

create function public.cancel_correlation_search(p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_search public.correlation_searches;
begin
  update public.correlation_searches set state = 'canceled', finished_at = now(), retry_at = null
  where id = p_id and workspace_id = v_workspace_id and finished_at is null;
  select * into v_search from public.correlation_searches where id = p_id and workspace_id = v_workspace_id;
  if not found then
    raise exception 'search_not_found'
      using errcode = 'PT404', detail = 'We can''t find this search in your workspace.';
  end if;
  return to_jsonb(v_search) - 'workspace_id';
end;
$$;

-- What the job needs to know of its search. Null: it is over, or its product is gone or in Trash; the search of such a
-- product is canceled.
create function public.open_correlation_search(p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_search public.correlation_searches;
  v_product public.sourced_products;
begin
  select * into v_search from public.correlation_searches where id = p_id and finished_at is null for update;
  if not found then
    return null;
  end if;
  select * into v_product from public.sourced_products where id = v_search.product_id and deleted_at is null;
  if not found then
    update public.correlation_searches set state = 'canceled', finished_at = now(), error_code = 'product_gone',
      error = 'The product was deleted while the search ran.', retry_at = null
    where id = p_id;
    return null;
  end if;
  update public.correlation_searches set state = 'running', error_code = null, error = null, retry_at = null
  where id = p_id returning * into v_search;
  return jsonb_build_object('id', v_search.id, 'workspace_id', v_search.workspace_id, 'asin', v_search.search_asin,
    'title', v_product.title, 'brand', v_product.brand, 'image_url', v_product.image_url,
    'home', (select coalesce(jsonb_agg(own.marketplace order by market.position), '["US"]')
      from public.workspace_marketplaces as own join public.marketplaces as market on market.code = own.marketplace
      where own.workspace_id = v_search.workspace_id and own.is_home),
    'enabled', (select coalesce(jsonb_agg(own.marketplace order by market.position), '[]')
      from public.workspace_marketplaces as own join public.marketplaces as market on market.code = own.marketplace
      where own.workspace_id = v_search.workspace_id and own.is_enabled));
end;
$$;

-- The job's progress, its wait or its end. Answers false when the search is over: the job stops.
create function public.update_correlation_search(p_id uuid, p_changes jsonb) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.correlation_searches as search set
    state = coalesce(p_changes ->> 'state', state),
    stage = coalesce(p_changes ->> 'stage', stage),
    done = coalesce((p_changes ->> 'done')::integer, done),
    total = coalesce((p_changes ->> 'total')::integer, total),
    is_cut = coalesce((p_changes ->> 'is_cut')::boolean, is_cut),
    dropped = dropped + coalesce((p_changes ->> 'dropped')::integer, 0),
    tokens_spent = tokens_spent + coalesce((p_changes ->> 'spent')::integer, 0),
    error_code = case when p_changes ? 'error_code' then p_changes ->> 'error_code' else error_code end,
    error = case when p_changes ? 'error_code' then p_changes ->> 'error' else error end,
    retry_at = case when p_changes ? 'retry_at' then (p_changes ->> 'retry_at')::timestamptz else retry_at end,
    counts = case when p_changes ->> 'state' = 'done' then coalesce((
        select jsonb_object_agg(count.relation, count.number) from (
          select judged_relation as relation, count(*) as number from public.asin_correlations
          where search_id = p_id and judged_relation is not null group by judged_relation) as count), '{}')
      else counts end,
    finished_at = case when p_changes ->> 'state' in ('done', 'failed') then now() end
  where id = p_id and finished_at is null;
  return found;
end;
$$;

-- A dead job ends its search, whatever ended the job.
create function private.fail_correlation_search() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.correlation_searches set state = 'failed', finished_at = now(), retry_at = null,
    error_code = coalesce(error_code, new.last_error_code, 'unexpected'),
    error = coalesce(error, 'The search stopped. Search again; answers that were paid for are kept.')
  where id = (new.payload ->> 'search_id')::uuid and finished_at is null;
  return null;
end;
$$;
create trigger _110_fail_correlation_search after update of is_dead on private.jobs
  for each row when (new.is_dead and not old.is_dead and new.kind = 'correlations.search')
    execute function private.fail_correlation_search();

create function private.write_candidates(v_search public.correlation_searches, p_candidates jsonb) returns void
language plpgsql
set search_path = ''
as $$
begin
  create temporary table if not exists judged (similar_asin text, relation text, score smallint, evidence jsonb,
    title text, brand text, image_url text) on commit drop;
  truncate pg_temp.judged;
  insert into pg_temp.judged
  select distinct on (similar_asin) * from jsonb_to_recordset(p_candidates) as judged (similar_asin text, relation text,
    score smallint, evidence jsonb, title text, brand text, image_url text)
  where similar_asin <> v_search.search_asin;

  -- Decisions lock in the same order.
  perform from public.asin_correlations as other
  where other.workspace_id = v_search.workspace_id and other.search_asin = v_search.search_asin
    and other.similar_asin in (select similar_asin from pg_temp.judged)
  order by other.id for no key update;
  update public.asin_correlations as other set
    judged_relation = judged.relation, score = judged.score, evidence = judged.evidence, judged_at = now(),
    search_id = v_search.id, product_id = v_search.product_id,
    relation = case when other.decision is null and other.source = 'search' and judged.relation <> 'unrelated'
      then judged.relation else other.relation end,
    title = coalesce(judged.title, other.title), brand = coalesce(judged.brand, other.brand),
    image_url = coalesce(judged.image_url, other.image_url)
  from pg_temp.judged as judged
  where other.workspace_id = v_search.workspace_id and other.search_asin = v_search.search_asin
    and other.similar_asin = judged.similar_asin;
  delete from public.asin_correlations as other using pg_temp.judged as judged
  where other.workspace_id = v_search.workspace_id and other.search_asin = v_search.search_asin
    and other.similar_asin = judged.similar_asin and judged.relation = 'unrelated' and other.decision is null
    and other.source = 'search';
  insert into public.asin_correlations (workspace_id, product_id, search_asin, similar_asin, relation, judged_relation,
    score, evidence, judged_at, search_id, marketplaces, title, brand, image_url, source)
  select v_search.workspace_id, v_search.product_id, v_search.search_asin, similar_asin, relation, relation, score,
    evidence, now(), v_search.id, '{}', title, brand, image_url, 'search'
  from pg_temp.judged where relation <> 'unrelated'
  on conflict (workspace_id, search_asin, similar_asin) do nothing;
end;
$$;

-- Writes judged candidates. What a person decided or entered keeps its relation and decision, with the new judgment
-- beside it. A candidate that turned out to be another product goes, unless a person decided about it. A candidate that
-- cannot be stored is counted, and the others are written. Answers the number of candidates in the list; null when the
-- search is over or its product is gone.
create function public.record_candidates(p_search_id uuid, p_candidates jsonb) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_search public.correlation_searches;
  v_candidate jsonb;
  v_dropped integer := 0;
  v_count integer;
begin
  select search.* into v_search from public.correlation_searches as search
  join public.sourced_products as product on product.id = search.product_id and product.deleted_at is null
  where search.id = p_search_id and search.finished_at is null
  for update of search for share of product;
  if not found then
    return null;
  end if;
  begin
    perform private.write_candidates(v_search, p_candidates);
  exception when data_exception or integrity_constraint_violation then
    for v_candidate in select value from jsonb_array_elements(p_candidates) loop
      begin
        perform private.write_candidates(v_search, jsonb_build_array(v_candidate));
      exception when data_exception or integrity_constraint_violation then
        v_dropped := v_dropped + 1;
      end;
    end loop;
    update public.correlation_searches set dropped = dropped + v_dropped where id = p_search_id;
  end;
  select count(*) into v_count from public.asin_correlations
  where workspace_id = v_search.workspace_id and search_asin = v_search.search_asin and search_id = p_search_id;
  return v_count;
end;
$$;
grant execute on function public.request_correlation_searches, public.cancel_correlation_search to authenticated;
grant execute on function public.open_correlation_search, public.update_correlation_search, public.record_candidates
  to service_role;

-- A correlation with everything that a person weighs: its product, and what sources say of the marketplaces where the
-- workspace uploads.
create function private.correlation_json(p_correlation public.asin_correlations) returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_correlation) - 'workspace_id' - 'decided_by' - 'shown_by' || jsonb_build_object(
    'decided_by_name', (select name from public.users where id = p_correlation.decided_by),
    'shown_by_name', (select name from public.users where id = p_correlation.shown_by),
    'product', (select jsonb_build_object('id', product.id, 'asin', product.asin, 'title', product.title,
        'image_url', product.image_url, 'brand', product.brand)
      from public.sourced_products as product where product.id = p_correlation.product_id),
    'facts', (
      select coalesce(jsonb_agg(to_jsonb(fact) - 'workspace_id' - 'asin' order by market.position), '[]')
      from public.asin_facts as fact join public.marketplaces as market on market.code = fact.marketplace
      join public.workspace_marketplaces as own on own.workspace_id = fact.workspace_id
        and own.marketplace = fact.marketplace and own.is_enabled
      where fact.workspace_id = p_correlation.workspace_id and fact.asin = p_correlation.similar_asin));
$$;
create function private.correlation_json(p_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.correlation_json(other) from public.asin_correlations as other where other.id = p_id;
$$;

create function public.get_correlation(p_id uuid) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return (select private.correlation_json(other) from public.asin_correlations as other
    where other.id = p_id and other.workspace_id = v_workspace_id);
end;
$$;

create function private.correlation_filter_sql(p_filters jsonb) returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_sql text := 'other.workspace_id = $1 and exists (select from public.sourced_products as product
    where product.id = other.product_id and product.deleted_at is null)';
  v_word text;
begin
  if p_filters ? 'product_id' then
    v_sql := v_sql || format(' and other.product_id = %L', p_filters ->> 'product_id');
  end if;
  if p_filters ->> 'decision' = 'undecided' then v_sql := v_sql || ' and other.decision is null';
  elsif p_filters ? 'decision' then v_sql := v_sql || format(' and other.decision = %L', p_filters ->> 'decision');
  end if;
  if p_filters ? 'relation' then
    v_sql := v_sql || format(' and other.relation = %L', p_filters ->> 'relation');
  end if;
  foreach v_word in array regexp_split_to_array(private.fold_text(coalesce(p_filters ->> 'search', '')), '\s+') loop
    if v_word <> '' then
      v_sql := v_sql || format($q$ and private.fold_text(other.search_asin || ' ' || other.similar_asin || ' '
        || coalesce(other.title, '')) like %L$q$, '%' || private.escape_like(v_word) || '%');
    end if;
  end loop;
  return v_sql;
end;
$$;

-- Security definer, because it shows names of members and products. The caller's workspace is the first condition.
create function public.list_correlations(
  p_filters jsonb, p_limit integer, p_cursor jsonb default null, p_count boolean default false,
  p_sort text default 'newest'
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_filter text := private.correlation_filter_sql(p_filters);
  v_is_review boolean := p_sort = 'review';
  v_order text := case when v_is_review
    then 'other.review_rank, other.id'
    else 'other.created_at desc, other.id desc' end;
  v_page text := case when p_cursor is null then 'true'
    when v_is_review then format('(other.review_rank, other.id) > (%L::integer, %L::uuid)',
      p_cursor ->> 'review_rank', p_cursor ->> 'id')
    else format('(other.created_at, other.id) < (%L::timestamptz, %L::uuid)',
      p_cursor ->> 'created_at', p_cursor ->> 'id') end;
  v_answer jsonb;
begin
  execute format($q$
    select jsonb_build_object('rows', coalesce(jsonb_agg(private.correlation_json(page.other)
      order by page.number), '[]'))
    from (select other, row_number() over (order by %1$s) as number from public.asin_correlations as other
      where %2$s and %3$s order by %1$s limit $2) as page
  $q$, v_order, v_filter, v_page) into v_answer using v_workspace_id, private.page_limit(p_limit);
  if p_count then
    execute format($q$
      select $2 || jsonb_build_object('total', count(*)) from public.asin_correlations as other where %s
    $q$, v_filter) into v_answer using v_workspace_id, v_answer;
  end if;
  return v_answer;
end;
$$;
comment on function public.list_correlations
  is '{rows, total?}: at most p_limit correlations after the cursor, by p_sort: newest ({created_at, id}) or review '
  '({review_rank, id}).';

-- How many wait for a decision, by relation, and how many were decided.
create function public.count_correlations(p_product_id uuid default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return (
    select jsonb_build_object(
      'same', count(*) filter (where other.decision is null and other.relation = 'same'),
      'variation', count(*) filter (where other.decision is null and other.relation = 'variation'),
      'similar', count(*) filter (where other.decision is null and other.relation = 'similar'),
      'pack_unclear', count(*) filter (where other.decision is null and other.relation = 'pack_unclear'),
      'accepted', count(*) filter (where other.decision = 'accepted'),
      'declined', count(*) filter (where other.decision = 'declined'))
    from public.asin_correlations as other
    join public.sourced_products as product on product.id = other.product_id and product.deleted_at is null
    where other.workspace_id = v_workspace_id and (p_product_id is null or other.product_id = p_product_id));
end;
$$;

-- Batches of decisions, newest first: the history of the page.
create function public.list_correlation_decisions(
  p_limit integer, p_cursor jsonb default null, p_product_id uuid default null
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('batch_id', batch.batch_id, 'created_at', batch.created_at,
        'decided_by_name', (select name from public.users where id = batch.decided_by),
        'decision', batch.decision, 'count', batch.number, 'is_undone', batch.is_undone,
        'asins', batch.asins[1:3]) order by batch.created_at desc, batch.batch_id desc), '[]')
    from (
      select was.batch_id, was.created_at, (array_agg(was.decided_by))[1] as decided_by,
        (array_agg(was.decision))[1] as decision, count(*) as number, bool_and(was.undone_at is not null) as is_undone,
        array_agg(other.similar_asin order by other.similar_asin) as asins
      from public.correlation_decisions as was join public.asin_correlations as other on other.id = was.correlation_id
      where was.workspace_id = v_workspace_id and (p_product_id is null or other.product_id = p_product_id)
        and (p_cursor is null
          or (was.created_at, was.batch_id) < ((p_cursor ->> 'created_at')::timestamptz, (p_cursor ->> 'id')::uuid))
      group by was.batch_id, was.created_at
      order by was.created_at desc, was.batch_id desc limit private.page_limit(p_limit)) as batch);
end;
$$;
grant execute on function public.get_correlation, public.list_correlations, public.count_correlations,
  public.list_correlation_decisions
  to authenticated;
