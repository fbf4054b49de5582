-- Replies: accepted as a row before the network is asked, asked at most once, confirmed only with the network's id. A
-- reply whose answer was lost is looked up; only a person sends it again.

-- Security definer: no role may write messages or the queue; this function checks the workspace. The reply window is
-- judged by core before and again by the job, and by the network in the end.
create function public.send_inbox_message(p_conversation_id uuid, p_text text, p_replaces uuid default null)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_conversation public.inbox_conversations;
  v_account public.social_connections;
  v_id uuid;
begin
  select * into v_conversation from public.inbox_conversations
  where id = p_conversation_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'conversation_not_found'
      using errcode = 'PT404', detail = 'We can''t find this conversation in your workspace.';
  end if;
  select * into v_account from public.social_connections where id = v_conversation.connection_id;
  if not v_account.is_active then
    raise exception 'social_account_inactive' using errcode = 'PT409',
      detail = 'This Instagram account is disconnected. Connect it again to reply; your text is kept.';
  end if;
  if not exists (select from public.inbox_accounts where connection_id = v_account.id and is_on) then
    raise exception 'inbox_off' using errcode = 'PT409',
      detail = 'The inbox of this account is switched off. Switch it on to reply.';
  end if;
  if exists (select from private.connections as sign_in
    where sign_in.workspace_id = v_workspace_id and sign_in.provider = v_account.provider
      and sign_in.account = v_account.sign_in and sign_in.state = 'reconnect') then
    raise exception 'social_reconnect' using errcode = 'PT409',
      detail = 'Instagram has to be connected again before you can reply. Your text is kept.';
  end if;
  if p_replaces is not null then
    -- Only what is known not to have gone out may be sent again.
    delete from public.inbox_messages
    where id = p_replaces and workspace_id = v_workspace_id and conversation_id = v_conversation.id
      and origin = 'here' and state = 'failed';
    if not found then
      if exists (select from public.inbox_messages where id = p_replaces and conversation_id = v_conversation.id) then
        raise exception 'message_not_failed' using errcode = 'PT409',
          detail = 'This message did not fail. It is not sent a second time.';
      end if;
      raise exception 'message_not_found' using errcode = 'PT404', detail = 'We can''t find this message.';
    end if;
  end if;
  insert into public.inbox_messages (workspace_id, conversation_id, connection_id, position, direction, kind, text,
    state, origin, author_id)
  values (v_workspace_id, v_conversation.id, v_account.id, private.next_position(v_conversation.id), 'out', 'text',
    p_text, 'sending', 'here', (select auth.uid()))
  returning id into v_id;
  -- Who answers has read.
  update public.inbox_conversations set read_position = position, is_marked_unread = false
  where id = v_conversation.id;
  perform private.settle_conversation(v_conversation.id);
  perform private.enqueue_job('inbox.send', 'inbox.send:' || v_id, jsonb_build_object('message_id', v_id),
    v_workspace_id);
  return v_id;
end;
$$;
comment on function public.send_inbox_message is
  'Accepts a reply and requests its job; answers the message''s id. p_replaces: a message that failed.';

-- What the job has to do with a reply. Security definer: the job acts for no person.
create function public.read_inbox_reply(p_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object('id', message.id, 'workspace_id', message.workspace_id,
    'connection_id', message.connection_id, 'conversation_id', message.conversation_id,
    'state', message.state, 'text', message.text, 'asked_at', message.asked_at, 'lookups', message.lookups,
    'participant_id', conversation.participant_id, 'vendor_id', conversation.vendor_id,
    'last_inbound_at', conversation.last_inbound_at, 'refused_at', conversation.refused_at,
    'is_on', coalesce(inbox.is_on, false), 'uses_human_agent', coalesce(inbox.uses_human_agent, false),
    'held_until', case when inbox.held_until > now() then inbox.held_until end,
    -- Replies go out in the order in which they were written.
    'is_next', not exists (select from public.inbox_messages as earlier
      where earlier.conversation_id = message.conversation_id and earlier.state = 'sending'
        and earlier.position < message.position))
  from public.inbox_messages as message
  join public.inbox_conversations as conversation on conversation.id = message.conversation_id
  left join public.inbox_accounts as inbox on inbox.connection_id = message.connection_id
  where message.id = p_id and message.origin = 'here';
$$;

-- Stores that the network is asked now; false when it was asked before, or the reply is settled.
create function public.begin_inbox_reply(p_id uuid) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.inbox_messages
  set asked_at = clock_timestamp(), waiting_code = null, waits_until = null
  where id = p_id and state = 'sending' and asked_at is null;
  return found;
end;
$$;

-- Gives a reply the network's id. When the echo was here before the answer, the two become one. An id beats a match by
-- text: a reply that was taken for this message before is open again.
create function private.confirm_reply(p_reply public.inbox_messages, p_mid text) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_other public.inbox_messages;
begin
  select * into v_other from public.inbox_messages
  where connection_id = p_reply.connection_id and mid = p_mid and id <> p_reply.id;
  if found and v_other.origin = 'here' then
    update public.inbox_messages set mid = null, state = 'unknown' where id = v_other.id;
    perform private.enqueue_job('inbox.send', 'inbox.send:' || v_other.id,
      jsonb_build_object('message_id', v_other.id), v_other.workspace_id);
    v_other := null;
  elsif found then
    delete from public.inbox_messages where id = v_other.id;
  end if;
  update public.inbox_messages
  set mid = p_mid, state = 'sent', sent_at = coalesce(v_other.sent_at, clock_timestamp()), error_code = null,
    error = null, waiting_code = null, waits_until = null,
    kind = coalesce(v_other.kind, kind), text = case when v_other.kind = 'deleted' then null else text end,
    reactions = coalesce(v_other.reactions, reactions)
  where id = p_reply.id;
end;
$$;

-- What became of a reply. {state: sent, mid} | {state: failed, code, error, closes_window?} | {state: unknown} |
-- {state: looked_up, is_missing} | {state: waiting, code, until, holds_account?}. Answers the state it has now.
create function public.settle_inbox_reply(p_id uuid, p_outcome jsonb) returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_outcome text := p_outcome ->> 'state';
  v_conversation_id uuid;
  v_reply public.inbox_messages;
  v_echo text;
begin
  select conversation_id into v_conversation_id from public.inbox_messages where id = p_id;
  perform from public.inbox_conversations where id = v_conversation_id for update;
  select * into v_reply from public.inbox_messages where id = p_id;
  if not found then
    return null;
  end if;
  if v_outcome = 'sent' then
    if v_reply.mid is distinct from p_outcome ->> 'mid' then
      perform private.confirm_reply(v_reply, p_outcome ->> 'mid');
    end if;
  elsif v_reply.state in ('sending', 'unknown') then
    if v_outcome = 'failed' then
      update public.inbox_messages
      set state = 'failed', error_code = p_outcome ->> 'code', error = p_outcome ->> 'error', waiting_code = null,
        waits_until = null
      where id = p_id;
      if (p_outcome -> 'closes_window')::boolean then
        update public.inbox_conversations set refused_at = coalesce(v_reply.asked_at, now())
        where id = v_conversation_id;
      end if;
    elsif v_outcome = 'waiting' then
      update public.inbox_messages
      set asked_at = null, waiting_code = p_outcome ->> 'code', waits_until = (p_outcome ->> 'until')::timestamptz
      where id = p_id;
      if (p_outcome -> 'holds_account')::boolean then
        insert into public.inbox_accounts (connection_id, workspace_id, held_until)
        values (v_reply.connection_id, v_reply.workspace_id, (p_outcome ->> 'until')::timestamptz)
        on conflict (connection_id) do update
          set held_until = greatest(inbox_accounts.held_until, excluded.held_until);
      end if;
    elsif v_outcome in ('unknown', 'looked_up') then
      update public.inbox_messages
      set state = 'unknown', waiting_code = null, waits_until = null,
        lookups = lookups + (v_outcome = 'looked_up')::integer
      where id = p_id returning * into v_reply;
      -- The echo may be here already.
      select message.mid into v_echo from public.inbox_messages as message
      where message.workspace_id = v_reply.workspace_id and message.conversation_id = v_conversation_id
        and message.direction = 'out' and message.origin = 'instagram' and message.is_message
        and private.is_same_reply(v_reply, message.text, message.sent_at)
      order by abs(extract(epoch from message.sent_at - v_reply.asked_at)), message.position limit 1;
      if v_echo is not null then
        perform private.confirm_reply(v_reply, v_echo);
      elsif (p_outcome -> 'is_missing')::boolean then
        update public.inbox_messages
        set state = 'failed', error_code = 'not_found_there', error = p_outcome ->> 'error' where id = p_id;
      end if;
    end if;
  end if;
  perform private.settle_conversation(v_conversation_id);
  return (select state from public.inbox_messages where id = p_id);
end;
$$;

-- A reply whose job died: nothing was sent, or nobody knows. It never looks as if it were still going out.
create function private.fail_inbox_reply() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.inbox_messages
  set state = case when asked_at is null then 'failed' else 'unknown' end,
    error_code = case when asked_at is null then 'unexpected' end,
    error = case when asked_at is null
      then 'Something went wrong on our side before it was sent. Try again.' end,
    waiting_code = null, waits_until = null
  where id = (new.payload ->> 'message_id')::uuid and state = 'sending';
  return null;
end;
$$;
create trigger _210_fail_inbox_reply after update of is_dead on private.jobs
  for each row when (new.is_dead and not old.is_dead and new.kind = 'inbox.send')
  execute function private.fail_inbox_reply();

grant execute on function public.send_inbox_message to authenticated;
grant execute on function public.read_inbox_reply, public.begin_inbox_reply, public.settle_inbox_reply
  to service_role;

-- Reading the accounts: every quarter of an hour, after connecting, and when a person opens the inbox.

-- Every account whose inbox is on; answers their number.
create function public.request_inbox_syncs() returns integer
language sql
security definer
set search_path = ''
as $$
  select count(private.enqueue_inbox_sync(inbox.connection_id, inbox.workspace_id))::integer
  from public.inbox_accounts as inbox
  join public.social_connections as connection on connection.id = inbox.connection_id
  where inbox.is_on and connection.is_active;
$$;

-- Security definer: no role may write the queue; this function checks the workspace.
create function public.refresh_inbox() returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return (
    select count(private.enqueue_inbox_sync(inbox.connection_id, inbox.workspace_id))::integer
    from public.inbox_accounts as inbox
    join public.social_connections as connection on connection.id = inbox.connection_id
    where inbox.workspace_id = v_workspace_id and inbox.is_on and connection.is_active
      and (inbox.synced_at is null or inbox.synced_at < now() - interval '1 minute'));
end;
$$;

create function private.sync_connected_inbox() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if exists (select from public.inbox_accounts where connection_id = new.id and is_on) then
    perform private.enqueue_inbox_sync(new.id, new.workspace_id);
  end if;
  return null;
end;
$$;
create trigger _300_sync_connected_inbox after update of is_active, connected_at on public.social_connections
  for each row when (new.is_active and (not old.is_active or new.connected_at <> old.connected_at))
  execute function private.sync_connected_inbox();

-- Where the reading of an account stands; null when its inbox is off.
create function public.read_inbox_sync(p_connection_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object('workspace_id', inbox.workspace_id, 'account_id', connection.account_id,
    'username', connection.username, 'cursor', inbox.sync_cursor, 'newest', inbox.sync_newest,
    'until', inbox.sync_until)
  from public.inbox_accounts as inbox
  join public.social_connections as connection on connection.id = inbox.connection_id
  where inbox.connection_id = p_connection_id and inbox.is_on and connection.is_active;
$$;

-- Which of these conversations have news, by {vendor_id: updated_time}.
create function public.list_changed_conversations(p_connection_id uuid, p_seen jsonb) returns text[]
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(array_agg(seen.key), '{}')
  from jsonb_each_text(p_seen) as seen
  where not exists (select from public.inbox_conversations as conversation
    where conversation.connection_id = p_connection_id and conversation.vendor_id = seen.key
      and conversation.vendor_updated_at >= seen.value::timestamptz);
$$;

-- {cursor, newest} after a page; {is_done} at the end; {error} when the account could not be read.
create function public.save_inbox_sync(p_connection_id uuid, p_change jsonb) returns void
language sql
security definer
set search_path = ''
as $$
  update public.inbox_accounts
  set sync_cursor = p_change ->> 'cursor',
    sync_newest = case when (p_change -> 'is_done')::boolean then null
      else coalesce((p_change ->> 'newest')::timestamptz, sync_newest) end,
    sync_until = case when (p_change -> 'is_done')::boolean
      then greatest(sync_until, coalesce((p_change ->> 'newest')::timestamptz, sync_newest)) else sync_until end,
    synced_at = case when (p_change -> 'is_done')::boolean then now() else synced_at end,
    sync_error = p_change ->> 'error'
  where connection_id = p_connection_id;
$$;

grant execute on function public.refresh_inbox to authenticated;
grant execute on function public.request_inbox_syncs, public.read_inbox_sync, public.list_changed_conversations,
  public.save_inbox_sync to service_role;
