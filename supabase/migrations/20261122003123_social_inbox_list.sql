-- What the inbox page reads and changes. Security definer, to read names of accounts and members in the same query;
-- each function checks the role and names the caller's workspace.

-- The condition of each view; its words are those of the partial indexes of the list.
create function private.inbox_view_sql(p_view text) returns text
language sql
immutable
set search_path = ''
as $$
  select case p_view
    when 'open' then 'conversation.resolved_at is null'
    when 'unread' then 'conversation.resolved_at is null and conversation.unread_count > 0'
    when 'mine' then 'conversation.resolved_at is null and conversation.assigned_to = $5'
    when 'unassigned' then 'conversation.resolved_at is null and conversation.assigned_to is null'
    when 'resolved' then 'conversation.resolved_at is not null'
    else 'true' end;
$$;

create function public.list_inbox_conversations(p_filters jsonb, p_limit integer, p_cursor jsonb default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set jit = off
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_term text := '%' || private.escape_like(private.fold_text(nullif(p_filters ->> 'q', ''))) || '%';
  v_answer jsonb;
begin
  execute format($q$
    with page as materialized (
      select conversation.* from public.inbox_conversations as conversation
      where conversation.workspace_id = $1 and %s%s%s%s%s
      order by conversation.last_message_at desc, conversation.id desc limit $2
    )
    select jsonb_build_object('rows', coalesce(jsonb_agg(jsonb_build_object(
      'id', page.id, 'connection_id', page.connection_id, 'account_name', account.name,
      'account_username', account.username, 'account_is_active', account.is_active,
      'participant_id', page.participant_id, 'participant_name', page.participant_name,
      'participant_username', page.participant_username, 'last_message_at', page.last_message_at,
      'last_kind', last.kind, 'last_text', left(last.text, 300), 'last_direction', last.direction,
      'last_state', last.state, 'unread_count', page.unread_count, 'position', page.position,
      'assigned_to', page.assigned_to, 'assigned_name', person.name, 'resolved_at', page.resolved_at,
      'last_inbound_at', page.last_inbound_at, 'refused_at', page.refused_at,
      'uses_human_agent', coalesce(inbox.uses_human_agent, false), 'created_at', page.created_at,
      'updated_at', page.updated_at) order by page.last_message_at desc, page.id desc), '[]'))
    from page
    join public.social_connections as account on account.id = page.connection_id
    join public.inbox_messages as last on last.id = page.last_message_id
    left join public.inbox_accounts as inbox on inbox.connection_id = page.connection_id
    left join public.users as person on person.id = page.assigned_to
  $q$, private.inbox_view_sql(p_filters ->> 'view'),
    case when p_filters ? 'id' then ' and conversation.id = ($6 ->> ''id'')::uuid' end,
    case when p_filters ? 'connection_id' then ' and conversation.connection_id = ($6 ->> ''connection_id'')::uuid'
    end,
    case when v_term is not null then ' and (private.fold_text(coalesce(conversation.participant_name, '''') || '' ''
      || coalesce(conversation.participant_username, '''')) like $4 or conversation.id in (
        select message.conversation_id from public.inbox_messages as message
        where message.workspace_id = $1 and private.fold_text(message.text) like $4))' end,
    case when p_cursor is not null then ' and (conversation.last_message_at, conversation.id)
      < (($3 ->> ''last_message_at'')::timestamptz, ($3 ->> ''id'')::uuid)' end)
  into v_answer
  using v_workspace_id, private.page_limit(p_limit), p_cursor, v_term, (select auth.uid()), p_filters;
  return v_answer;
end;
$$;
comment on function public.list_inbox_conversations is
  '{rows}: at most p_limit conversations of the caller''s workspace after the cursor {last_message_at, id}, newest '
  'first. p_filters: {view?, id?, connection_id?, q?}.';

create function public.count_inbox_conversations() returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return (
    select jsonb_build_object('open', count(*) filter (where resolved_at is null),
      'unread', count(*) filter (where resolved_at is null and unread_count > 0),
      'mine', count(*) filter (where resolved_at is null and assigned_to = (select auth.uid())),
      'unassigned', count(*) filter (where resolved_at is null and assigned_to is null),
      'resolved', count(*) filter (where resolved_at is not null))
    from public.inbox_conversations where workspace_id = v_workspace_id and last_message_id is not null);
end;
$$;

create function public.list_inbox_messages(
  p_conversation_id uuid, p_limit integer, p_cursor jsonb default null, p_id uuid default null
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  if not exists (select from public.inbox_conversations
    where id = p_conversation_id and workspace_id = v_workspace_id) then
    raise exception 'conversation_not_found'
      using errcode = 'PT404', detail = 'We can''t find this conversation in your workspace.';
  end if;
  return (
    select jsonb_build_object('rows', coalesce(jsonb_agg(to_jsonb(row) order by row.sent_at desc, row.position desc),
      '[]'))
    from (
      select message.id, message.conversation_id, message.direction, message.kind, message.text, message.attachments,
        message.story_url, message.reactions, message.state, message.origin, message.author_id,
        person.name as author_name, message.edits, message.waiting_code, message.waits_until, message.error_code,
        message.error, message.sent_at, message.created_at, message.updated_at, message.position
      from public.inbox_messages as message left join public.users as person on person.id = message.author_id
      where message.workspace_id = v_workspace_id and message.conversation_id = p_conversation_id
        and (p_id is null or message.id = p_id)
        and (p_cursor is null or (message.sent_at, message.position)
          < ((p_cursor ->> 'sent_at')::timestamptz, (p_cursor ->> 'position')::bigint))
        -- The echo of a reply whose answer is not here yet would show the reply twice. The answer makes them one.
        and not (message.direction = 'out' and message.origin = 'instagram' and exists (
          select from public.inbox_messages as reply
          where reply.conversation_id = p_conversation_id and reply.state = 'sending' and reply.text = message.text
            and message.sent_at between reply.asked_at - interval '2 minutes'
              and reply.asked_at + interval '10 minutes'))
      order by message.sent_at desc, message.position desc
      limit private.page_limit(p_limit)
    ) as row);
end;
$$;
comment on function public.list_inbox_messages is
  '{rows}: at most p_limit messages of a conversation after the cursor {sent_at, position}, newest first.';

-- {read_position?, is_read?, is_unread?, assigned_to?, is_resolved?} for conversations of the caller's workspace;
-- answers how many there are. Resolving also reads; a resolved conversation is nobody's work.
create function public.change_inbox_conversations(p_ids uuid[], p_change jsonb) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_id uuid;
  v_count integer := 0;
  v_resolves boolean := coalesce((p_change -> 'is_resolved')::boolean, false);
  v_reads boolean := v_resolves or p_change ? 'is_read' or p_change ? 'read_position';
begin
  if p_change ->> 'assigned_to' is not null and not exists (select from public.workspace_members
    where workspace_id = v_workspace_id and user_id = (p_change ->> 'assigned_to')::uuid
      and role in ('owner', 'manager')) then
    raise exception 'invalid_input' using errcode = 'PT400', hint = 'assigned_to',
      detail = 'This person cannot answer messages in your workspace.';
  end if;
  for v_id in
    select id from public.inbox_conversations
    where id = any (p_ids[1:200]) and workspace_id = v_workspace_id order by id for update
  loop
    update public.inbox_conversations
    set read_position = case when v_resolves or p_change ? 'is_read' then position
        when p_change ? 'read_position'
          then greatest(read_position, least((p_change ->> 'read_position')::bigint, position))
        else read_position end,
      is_marked_unread = case when p_change ? 'is_unread' then true when v_reads then false else is_marked_unread end,
      assigned_to = case when p_change ? 'assigned_to' then (p_change ->> 'assigned_to')::uuid else assigned_to end,
      resolved_at = case when not p_change ? 'is_resolved' then resolved_at
        when v_resolves then coalesce(resolved_at, now()) end
    where id = v_id;
    perform private.settle_conversation(v_id);
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;

create function public.list_inbox_settings(p_connection_id uuid default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return jsonb_build_object(
    'items', (select coalesce(jsonb_agg(jsonb_build_object('id', account.id, 'connection_id', account.id,
        'name', account.name, 'username', account.username, 'is_active', account.is_active,
        'can_message', account.can_message, 'is_on', coalesce(inbox.is_on, false),
        'uses_human_agent', coalesce(inbox.uses_human_agent, false), 'synced_at', inbox.synced_at,
        'sync_error', inbox.sync_error, 'held_until', case when inbox.held_until > now() then inbox.held_until end)
        order by account.is_active desc, lower(account.name), account.id), '[]')
      from public.social_connections as account
      left join public.inbox_accounts as inbox on inbox.connection_id = account.id
      where account.workspace_id = v_workspace_id and account.network = 'instagram'
        and (p_connection_id is null or account.id = p_connection_id)),
    'people', (select coalesce(jsonb_agg(jsonb_build_object('id', person.id, 'name', person.name)
        order by lower(person.name), person.id), '[]')
      from public.workspace_members as member join public.users as person on person.id = member.user_id
      where member.workspace_id = v_workspace_id and member.role in ('owner', 'manager')));
end;
$$;

-- {is_on?, uses_human_agent?}; false when the caller's workspace has no such account. Switching on reads the account.
create function public.update_inbox_account(p_connection_id uuid, p_change jsonb) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  if not exists (select from public.social_connections
    where id = p_connection_id and workspace_id = v_workspace_id and network = 'instagram') then
    return false;
  end if;
  insert into public.inbox_accounts as inbox (connection_id, workspace_id, is_on, uses_human_agent)
  values (p_connection_id, v_workspace_id, coalesce((p_change -> 'is_on')::boolean, false),
    coalesce((p_change -> 'uses_human_agent')::boolean, false))
  on conflict (connection_id) do update set
    is_on = coalesce((p_change -> 'is_on')::boolean, inbox.is_on),
    uses_human_agent = coalesce((p_change -> 'uses_human_agent')::boolean, inbox.uses_human_agent);
  if (p_change -> 'is_on')::boolean then
    perform private.enqueue_inbox_sync(p_connection_id, v_workspace_id);
  end if;
  return true;
end;
$$;

grant execute on function public.list_inbox_conversations, public.count_inbox_conversations,
  public.list_inbox_messages, public.change_inbox_conversations, public.list_inbox_settings,
  public.update_inbox_account to authenticated;
