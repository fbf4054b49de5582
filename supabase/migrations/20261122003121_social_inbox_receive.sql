-- What the network tells of the inbox: by webhook, by reading, as the echo of our own message. All three go the same
-- way, so that it makes no difference which comes first, how often and in which order. Functions for the service role
-- are security definer, because a vendor acts for no workspace.

-- Computes again what follows from the messages. The caller holds the lock of the conversation.
create function private.settle_conversation(p_id uuid) returns void
language sql
set search_path = ''
as $$
  update public.inbox_conversations as conversation
  set last_message_id = newest.id,
    last_message_at = coalesce(newest.sent_at, conversation.last_message_at),
    last_inbound_at = (select message.sent_at from public.inbox_messages as message
      where message.workspace_id = conversation.workspace_id and message.conversation_id = conversation.id
        and message.direction = 'in' and message.is_message
      order by message.sent_at desc, message.position desc limit 1),
    unread_count = greatest(conversation.is_marked_unread::integer, (select count(*) from (
      select from public.inbox_messages as message
      where message.conversation_id = conversation.id and message.direction = 'in'
        and message.position > conversation.read_position and message.sent_at > conversation.seen_until
      limit 100) as unread))
  from (select 1) as one
  left join lateral (select message.id, message.sent_at from public.inbox_messages as message
    where message.conversation_id = p_id
      and message.workspace_id = (select workspace_id from public.inbox_conversations where id = p_id)
    order by message.sent_at desc, message.position desc limit 1) as newest on true
  where conversation.id = p_id;
$$;

-- The conversation of an account with a person, locked until the end of the transaction.
create function private.open_conversation(
  p_workspace_id uuid, p_connection_id uuid, p_participant_id text
) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.inbox_conversations (workspace_id, connection_id, participant_id)
  values (p_workspace_id, p_connection_id, p_participant_id)
  on conflict (connection_id, participant_id) do nothing;
  select id into v_id from public.inbox_conversations
  where connection_id = p_connection_id and participant_id = p_participant_id for update;
  return v_id;
end;
$$;

create function private.next_position(p_conversation_id uuid) returns bigint
language sql
set search_path = ''
as $$
  update public.inbox_conversations set position = position + 1 where id = p_conversation_id returning position;
$$;

-- Whether a message of the network is the reply whose answer was lost: the same text at about the same time. Where
-- several replies could be it, the nearest in time is. Never by its place in a list.
create function private.is_same_reply(p_reply public.inbox_messages, p_text text, p_at timestamptz) returns boolean
language sql
immutable
set search_path = ''
as $$
  select p_reply.origin = 'here' and p_reply.mid is null and p_reply.asked_at is not null
    and (p_reply.state = 'unknown' or p_reply.error_code = 'not_found_there')
    and btrim(p_reply.text, E' \t\r\n') = btrim(replace(p_text, E'\r\n', E'\n'), E' \t\r\n')
    and p_at between p_reply.asked_at - interval '2 minutes' and p_reply.asked_at + interval '10 minutes';
$$;

-- A message that was here before: it may be told of again, edited or deleted. A deletion stands, whatever comes later;
-- the newest edit gives the text; details that we have are never taken away.
create function private.merge_message(p_known public.inbox_messages, p_event jsonb) returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_is_message boolean := (p_event ->> 'is_message')::boolean;
  v_edits smallint := (p_event ->> 'edits')::smallint;
  v_next public.inbox_messages := p_known;
begin
  if v_is_message and not p_known.is_message then
    v_next.is_message := true;
    v_next.sent_at := least((p_event ->> 'at')::timestamptz, now());
  end if;
  if p_event ->> 'kind' = 'deleted' or p_known.kind = 'deleted' then
    v_next.kind := 'deleted';
    v_next.text := null;
    v_next.attachments := '[]';
    v_next.story_url := null;
  else
    if v_is_message and (not p_known.is_message or p_known.kind = 'unsupported') then
      v_next.kind := p_event ->> 'kind';
      v_next.attachments := p_event -> 'attachments';
      v_next.story_url := p_event ->> 'story_url';
      v_next.text := case when p_known.edits > v_edits then p_known.text else p_event ->> 'text' end;
    end if;
    if not v_is_message and v_edits > p_known.edits then
      v_next.text := p_event ->> 'text';
    end if;
    v_next.edits := greatest(p_known.edits, v_edits);
  end if;
  if v_next = p_known then
    return false;
  end if;
  update public.inbox_messages
  set kind = v_next.kind, text = v_next.text, attachments = v_next.attachments, story_url = v_next.story_url,
    edits = v_next.edits, is_message = v_next.is_message, sent_at = v_next.sent_at
  where id = p_known.id;
  return true;
end;
$$;

create function private.record_message(
  p_workspace_id uuid, p_connection_id uuid, p_conversation_id uuid, p_event jsonb
) returns text
language plpgsql
set search_path = ''
as $$
declare
  v_mid text := p_event ->> 'mid';
  -- A clock that is ahead must not keep a conversation on top, or its window open.
  v_at timestamptz := least((p_event ->> 'at')::timestamptz, now());
  v_is_out boolean := p_event ->> 'direction' = 'out';
  v_is_message boolean := (p_event ->> 'is_message')::boolean;
  v_known public.inbox_messages;
begin
  select * into v_known from public.inbox_messages where connection_id = p_connection_id and mid = v_mid;
  if found then
    return case when private.merge_message(v_known, p_event) then 'stored' else 'known' end;
  end if;
  if v_is_out and v_is_message then
    update public.inbox_messages
    -- The API knows whole seconds: a reply went out in that second, and not before the network was asked.
    set mid = v_mid, state = 'sent', sent_at = greatest(v_at, least(asked_at, v_at + interval '999 milliseconds')),
      error_code = null, error = null, waiting_code = null,
      waits_until = null
    where id = (
      select reply.id from public.inbox_messages as reply
      where reply.workspace_id = p_workspace_id and reply.conversation_id = p_conversation_id
        and private.is_same_reply(reply, p_event ->> 'text', v_at)
      order by abs(extract(epoch from v_at - reply.asked_at)), reply.position limit 1);
    if found then
      return 'stored';
    end if;
  end if;
  insert into public.inbox_messages (workspace_id, conversation_id, connection_id, position, mid, direction, kind, text,
    attachments, story_url, state, origin, edits, is_message, sent_at)
  values (p_workspace_id, p_conversation_id, p_connection_id, private.next_position(p_conversation_id), v_mid,
    p_event ->> 'direction', p_event ->> 'kind', p_event ->> 'text', p_event -> 'attachments', p_event ->> 'story_url',
    case when v_is_out then 'sent' else 'received' end, 'instagram', (p_event ->> 'edits')::smallint, v_is_message,
    v_at);
  update public.inbox_conversations
  set seen_until = case when v_is_out and v_is_message then greatest(seen_until, v_at) else seen_until end,
    -- A message that nobody has seen opens the conversation again, even when it comes late.
    resolved_at = case when not v_is_out and v_is_message and v_at > seen_until then null else resolved_at end
  where id = p_conversation_id;
  return 'stored';
end;
$$;

create function private.record_reaction(p_connection_id uuid, p_event jsonb) returns text
language plpgsql
set search_path = ''
as $$
declare
  v_by text := p_event ->> 'by';
begin
  update public.inbox_messages as message
  set reactions = next.list
  from (
    select one.id, coalesce((select jsonb_agg(item) from jsonb_array_elements(one.reactions) as item
        where item ->> 'by' <> v_by), '[]')
      || case when p_event ->> 'emoji' is null then '[]'::jsonb
        else jsonb_build_array(jsonb_build_object('by', v_by, 'emoji', p_event ->> 'emoji')) end as list
    from public.inbox_messages as one where one.connection_id = p_connection_id and one.mid = p_event ->> 'mid'
  ) as next
  where message.id = next.id and message.reactions is distinct from next.list;
  return case when found then 'stored' else 'ignored' end;
end;
$$;

create function private.enqueue_inbox_sync(p_connection_id uuid, p_workspace_id uuid) returns bigint
language sql
set search_path = ''
as $$
  select private.enqueue_job('inbox.sync', 'inbox.sync:' || p_connection_id,
    jsonb_build_object('connection_id', p_connection_id), p_workspace_id);
$$;

-- Events of a webhook, for every workspace that connected the account and switched its inbox on. Each event stands for
-- itself: one that cannot be stored is counted and does not take the others with it.
create function public.receive_inbox_events(p_events jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_event jsonb;
  v_account record;
  v_conversation_id uuid;
  v_one text;
  v_result text;
  v_counts jsonb := '{"stored": 0, "known": 0, "ignored": 0, "unreadable": 0}';
begin
  for v_event in select value from jsonb_array_elements(p_events) loop
    v_result := 'ignored';
    for v_account in
      select connection.id, connection.workspace_id from public.social_connections as connection
      join public.inbox_accounts as inbox on inbox.connection_id = connection.id and inbox.is_on
      where connection.network = 'instagram' and connection.account_id = v_event ->> 'account_id'
        and connection.is_active
      order by connection.id
    loop
      begin
        if v_event ->> 'type' = 'reaction' then
          v_one := private.record_reaction(v_account.id, v_event);
        else
          v_conversation_id := private.open_conversation(v_account.workspace_id, v_account.id,
            v_event ->> 'participant_id');
          v_one := private.record_message(v_account.workspace_id, v_account.id, v_conversation_id, v_event);
          perform private.settle_conversation(v_conversation_id);
          -- A webhook names nobody. Reading the account does.
          if exists (select from public.inbox_conversations where id = v_conversation_id and vendor_id is null) then
            perform private.enqueue_inbox_sync(v_account.id, v_account.workspace_id);
          end if;
        end if;
      exception when data_exception or integrity_constraint_violation then
        v_one := 'unreadable';
      end;
      -- An event counts once: as stored when it was new to any of the workspaces.
      if v_one = 'stored' or v_result <> 'stored' then
        v_result := v_one;
      end if;
    end loop;
    v_counts := jsonb_set(v_counts, array[v_result], to_jsonb((v_counts ->> v_result)::integer + 1));
  end loop;
  return v_counts;
end;
$$;
comment on function public.receive_inbox_events is
  'p_events: [{type, account_id, participant_id, mid, …}] as core''s AccountEvent. Answers {stored, known, '
  'ignored, unreadable}.';

-- One conversation as the API shows it, with its newest messages. Messages that are here and not there stay as they
-- are: the API shows only the newest twenty.
create function public.record_inbox_conversation(p_connection_id uuid, p_conversation jsonb, p_messages jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid;
  v_id uuid;
  v_message jsonb;
  v_result text;
  v_counts jsonb := '{"stored": 0, "known": 0, "unreadable": 0}';
begin
  select workspace_id into v_workspace_id from public.social_connections where id = p_connection_id;
  if not found then
    return v_counts;
  end if;
  v_id := private.open_conversation(v_workspace_id, p_connection_id, p_conversation ->> 'participant_id');
  update public.inbox_conversations
  set participant_name = coalesce(p_conversation ->> 'participant_name', participant_name),
    participant_username = coalesce(p_conversation ->> 'participant_username', participant_username),
    vendor_id = coalesce(p_conversation ->> 'vendor_id', vendor_id),
    vendor_updated_at = greatest(vendor_updated_at, (p_conversation ->> 'vendor_updated_at')::timestamptz)
  where id = v_id;
  -- Oldest first, so that positions follow time. The API knows whole seconds and lists the newest first.
  for v_message in
    select item.value from jsonb_array_elements(p_messages) with ordinality as item (value, place)
    order by item.value ->> 'at', item.place desc
  loop
    begin
      v_result := private.record_message(v_workspace_id, p_connection_id, v_id, v_message);
    exception when data_exception or integrity_constraint_violation then
      v_result := 'unreadable';
    end;
    v_counts := jsonb_set(v_counts, array[v_result], to_jsonb((v_counts ->> v_result)::integer + 1));
  end loop;
  if v_counts <> '{"stored": 0, "known": 0, "unreadable": 0}' then
    perform private.settle_conversation(v_id);
  else
    -- A conversation without a message that can be read is no conversation yet.
    delete from public.inbox_conversations where id = v_id and last_message_id is null;
  end if;
  return v_counts;
end;
$$;

grant execute on function public.receive_inbox_events, public.record_inbox_conversation to service_role;
