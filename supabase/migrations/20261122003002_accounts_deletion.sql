-- A workspace lives as long as someone may edit it. When its last owner goes, also by a deletion in Supabase's
-- dashboard, the manager who joined first becomes its owner; without a manager a job deletes the workspace, in chunks.

-- Uploaders cannot edit, so a workspace that has only uploaders has no one who could use or delete it.
create function private.settle_left_workspaces() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid;
begin
  for v_workspace_id in
    select distinct gone.workspace_id from gone join public.workspaces as workspace on workspace.id = gone.workspace_id
    where not exists (select from public.workspace_members as member
      where member.workspace_id = gone.workspace_id and member.role = 'owner')
  loop
    update public.workspace_members set role = 'owner' where (workspace_id, user_id) in (
      select workspace_id, user_id from public.workspace_members
      where workspace_id = v_workspace_id and role = 'manager' order by created_at, user_id limit 1);
    if not found then
      perform private.enqueue_job('workspaces.delete', 'workspaces.delete:' || v_workspace_id,
        jsonb_build_object('workspace_id', v_workspace_id));
    end if;
  end loop;
  return null;
end;
$$;
create trigger _100_settle_left_workspaces after delete on public.workspace_members
  referencing old table as gone for each statement execute function private.settle_left_workspaces();

-- The tables of a workspace that grow, in the order in which they are emptied: history before products, so that no
-- chunk deletes more than its own rows and a few others. Small tables go with the workspace. A test compares the list
-- with the tables that there are.
create function private.growing_tables() returns text[]
language sql
immutable
set search_path = ''
as $$
  select array['private.jobs', 'public.product_import_rows', 'public.product_imports', 'public.product_changes',
    'public.product_activity', 'private.product_operations', 'public.change_sets', 'public.upload_sessions',
    'public.social_post_jobs', 'public.social_posts',
    'public.video_variants', 'public.product_videos', 'public.shipments', 'public.task_placements',
    'public.influencer_tasks', 'public.correlation_decisions', 'public.asin_correlations',
    'public.correlation_searches', 'public.asin_facts', 'public.catalog_runs', 'public.quick_list_attempts',
    'public.quick_list_facts', 'public.listing_days', 'public.listing_sales', 'public.price_reduction_logs',
    'public.price_runs', 'public.ebay_syncs', 'public.listings',
    'public.thumbnail_run_items', 'public.thumbnail_runs', 'public.thumbnails', 'public.product_owners',
    'public.inbox_messages', 'public.inbox_conversations',
    'public.sourced_products', 'public.notices', 'private.onedrive_orphans',
    'private.vendor_takings'];
$$;

-- Deletes the next p_limit rows of a workspace that no one may edit; answers their number, and 0 when the workspace is
-- gone or has an owner or manager again.
create function public.delete_workspace_rows(p_workspace_id uuid, p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_table text;
  v_count integer;
begin
  perform from public.workspaces where id = p_workspace_id for update;
  if not found or exists (select from public.workspace_members
    where workspace_id = p_workspace_id and role in ('owner', 'manager')) then
    return 0;
  end if;
  -- Nothing is sent for this workspace any more.
  delete from private.connections where workspace_id = p_workspace_id;
  foreach v_table in array private.growing_tables() loop
    execute format('delete from %1$s where ctid = any (array(select ctid from %1$s where workspace_id = $1 limit $2))',
      v_table) using p_workspace_id, p_limit;
    get diagnostics v_count = row_count;
    if v_count > 0 then
      return v_count;
    end if;
  end loop;
  delete from public.workspaces where id = p_workspace_id;
  return 1;
end;
$$;
grant execute on function public.delete_workspace_rows to service_role;
