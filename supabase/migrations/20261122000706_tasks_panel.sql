-- What the side panel adds to tasks: a link to the page as evidence, and how many uploads a day are usual for a person.

-- Raises when the changes bring a link that is not a page of the task's marketplace, or a link for a task that will not
-- be completed. Same rule as core/src/tasks/page-link.ts; a test compares the two.
create function private.check_page_link(p_task public.influencer_tasks, p_changes jsonb) returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_url text := p_changes ->> 'page_url';
  v_market public.marketplaces;
begin
  if v_url is null then return; end if;
  select * into v_market from public.marketplaces where code = p_task.marketplace;
  if coalesce(p_changes ->> 'status', p_task.status) <> 'completed' then
    raise exception 'invalid_input' using errcode = 'PT400', hint = 'page_url',
      detail = 'Complete the task before you add the link to its page.';
  end if;
  if v_url !~ ('^https://([a-z0-9-]+\.)*' || replace(v_market.domain, '.', '\.') || '([/?#][^[:space:]]*)?$') then
    raise exception 'invalid_input' using errcode = 'PT400', hint = 'page_url',
      detail = format('Enter an https link to a page of %s.', v_market.domain);
  end if;
end;
$$;

-- {today, usual}: the caller's own completed uploads since midnight in their time zone, and the median of their days
-- with uploads among the 28 days before; null with fewer than five such days, because two days are no habit. Served by
-- influencer_tasks_completed_idx.
create function public.upload_pace() returns jsonb
language sql
stable
security invoker
set search_path = ''
as $$
  with person as (
    select coalesce((select time_zone from public.users where id = (select auth.uid())), 'UTC') as zone
  ), days as (
    select (task.completed_at at time zone person.zone)::date as day, count(*) as uploads
    from person cross join public.influencer_tasks as task
    where task.workspace_id = (select private.current_workspace_id()) and task.completed_by = (select auth.uid())
      and task.completed_at >= now() - interval '30 days'
    group by 1
  ), today as (
    select (now() at time zone zone)::date as day from person
  ), earlier as (
    select days.uploads from days cross join today where days.day < today.day and days.day >= today.day - 28
  )
  select jsonb_build_object(
    'today', coalesce((select days.uploads from days join today on today.day = days.day), 0),
    'usual', (select case when count(*) >= 5 then round(percentile_cont(0.5) within group (order by uploads)) end
              from earlier));
$$;
grant execute on function public.upload_pace to authenticated;
