-- What asks for syncs and other jobs of eBay: a person, and the clock.

-- Security definer: the queue is nobody's to write; the workspace is checked here.
create function public.request_ebay_sync() returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  perform private.require_ebay(v_workspace_id);
  perform private.enqueue_job('ebay.sync', 'ebay.sync:' || v_workspace_id, '{}', v_workspace_id);
  update public.ebay_syncs set requested_by = (select auth.uid())
    where workspace_id = v_workspace_id and state = 'running' and requested_by is null;
  return (select to_jsonb(sync) from public.ebay_syncs as sync where workspace_id = v_workspace_id
    order by started_at desc limit 1);
end;
$$;

create function private.require_ebay(p_workspace_id uuid) returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_state text;
begin
  select state into v_state from public.ebay_connections where workspace_id = p_workspace_id;
  if not found then
    raise exception 'ebay_not_connected'
      using errcode = 'PT409', detail = 'No eBay account is connected. Connect it under Connections.';
  elsif v_state = 'reconnect' then
    raise exception 'ebay_reconnect'
      using errcode = 'PT409', detail = 'eBay no longer lets us in. Connect eBay again under Connections.';
  end if;
end;
$$;

-- Security definer: for the jobs of the whole installation: one job of that kind for every connected workspace that has
-- work for it.
create function public.enqueue_ebay_jobs(p_kind text) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  perform private.enqueue_job(p_kind, p_kind || ':' || connection.workspace_id, '{}', connection.workspace_id)
  from public.ebay_connections as connection
  where connection.state <> 'reconnect'
    and (p_kind = 'ebay.sync'
      or (p_kind = 'ebay.reduce' and exists (select from public.listings as listing
      where listing.workspace_id = connection.workspace_id and listing.due_at <= now()))
      or (p_kind = 'ebay.reconcile' and (
        exists (select from public.price_reduction_logs as change
          where change.workspace_id = connection.workspace_id
            and change.state in ('planned', 'sending', 'sent', 'unknown'))
        or exists (select from public.price_runs as run
        where run.workspace_id = connection.workspace_id and run.state = 'running'))));
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;
grant execute on function public.request_ebay_sync to authenticated;
grant execute on function public.enqueue_ebay_jobs to service_role;
