-- Messages of the connected Instagram accounts. People write replies, assign and resolve; everything else is what the
-- network told, by webhook or by reading. What follows from the messages (last one, unread, window) is computed again
-- from them after each change and never counted up, so an event that comes twice or late changes nothing.

create table public.inbox_accounts (
  connection_id    uuid primary key,
  workspace_id     uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  is_on            boolean not null default false,
  uses_human_agent boolean not null default false,
  synced_at        timestamptz,
  sync_cursor      text,
  sync_newest      timestamptz,
  sync_until       timestamptz,
  sync_error       text,
  held_until       timestamptz,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),

  foreign key (workspace_id, connection_id) references public.social_connections (workspace_id, id)
    on delete cascade,
  constraint inbox_accounts_sync_error_length check (char_length(sync_error) <= 100)
);
comment on table public.inbox_accounts is 'Whether messages of an account are answered here, and how far it was read.';
comment on column public.inbox_accounts.uses_human_agent is
  'Replies within seven days, with the tag HUMAN_AGENT that Meta approves per app.';
comment on column public.inbox_accounts.synced_at is 'When the account was last read completely.';
comment on column public.inbox_accounts.sync_cursor is 'The next page of a reading that was interrupted.';
comment on column public.inbox_accounts.sync_newest is 'The newest conversation of the reading under way.';
comment on column public.inbox_accounts.sync_until is
  'The newest conversation of the last complete reading; the next one stops there.';
comment on column public.inbox_accounts.held_until is
  'The network lets the account send nothing until then; messages wait.';

create index inbox_accounts_workspace_id_idx on public.inbox_accounts (workspace_id);

create table public.inbox_conversations (
  id                   uuid primary key default gen_random_uuid(),
  workspace_id         uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  connection_id        uuid not null,
  participant_id       text not null,
  participant_name     text,
  participant_username text,
  vendor_id            text,
  vendor_updated_at    timestamptz,
  last_message_id      uuid,
  last_message_at      timestamptz not null default now(),
  last_inbound_at      timestamptz,
  refused_at           timestamptz,
  position             bigint not null default 0,
  read_position        bigint not null default 0,
  seen_until           timestamptz not null default now() - interval '7 days',
  is_marked_unread     boolean not null default false,
  unread_count         smallint not null default 0,
  assigned_to          uuid,
  resolved_at          timestamptz,
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now(),

  unique (workspace_id, id),
  foreign key (workspace_id, connection_id) references public.social_connections (workspace_id, id) on delete cascade,
  foreign key (workspace_id, assigned_to) references public.workspace_members (workspace_id, user_id)
    on delete set null (assigned_to),
  constraint inbox_conversations_participant_id_length check (char_length(participant_id) between 1 and 128),
  constraint inbox_conversations_names_length
    check (char_length(participant_name) <= 300 and char_length(participant_username) <= 300),
  constraint inbox_conversations_vendor_id_length check (char_length(vendor_id) <= 500),
  constraint inbox_conversations_unread_count_range check (unread_count between 0 and 100)
);
comment on table public.inbox_conversations is
  'One account and one person. A webhook names the person, the API names the conversation: both find this row.';
comment on column public.inbox_conversations.participant_id is 'The person''s id for this account.';
comment on column public.inbox_conversations.vendor_id is
  'The conversation''s id in the API; null until it was read there.';
comment on column public.inbox_conversations.last_inbound_at is
  'When the person last sent anything but a reaction; the reply window begins there.';
comment on column public.inbox_conversations.refused_at is
  'When the network refused a message because the window was closed.';
comment on column public.inbox_conversations.position is 'The position of the message that arrived last.';
comment on column public.inbox_conversations.seen_until is
  'What was sent until then needs nobody: it was answered in Instagram, or older than any window when first read.';
comment on column public.inbox_conversations.unread_count is
  'Messages of the person after read_position and seen_until, at most 100; at least 1 when marked as unread.';

create unique index inbox_conversations_participant_idx on public.inbox_conversations (connection_id, participant_id);
-- The list, newest first: all conversations, those that are open, and the parts of the open ones.
create index inbox_conversations_list_idx
  on public.inbox_conversations (workspace_id, last_message_at desc, id desc);
create index inbox_conversations_open_idx on public.inbox_conversations (workspace_id, last_message_at desc, id desc)
  where resolved_at is null;
create index inbox_conversations_unread_idx on public.inbox_conversations (workspace_id, last_message_at desc, id desc)
  where resolved_at is null and unread_count > 0;
create index inbox_conversations_unassigned_idx
  on public.inbox_conversations (workspace_id, last_message_at desc, id desc)
  where resolved_at is null and assigned_to is null;
create index inbox_conversations_assigned_to_idx
  on public.inbox_conversations (workspace_id, assigned_to, last_message_at desc, id desc);

create table public.inbox_messages (
  id              uuid primary key default gen_random_uuid(),
  workspace_id    uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  conversation_id uuid not null,
  connection_id   uuid not null,
  position        bigint not null,
  mid             text,
  direction       text not null,
  kind            text not null,
  text            text,
  attachments     jsonb not null default '[]',
  story_url       text,
  reactions       jsonb not null default '[]',
  state           text not null,
  origin          text not null,
  author_id       uuid,
  edits           smallint not null default 0,
  is_message      boolean not null default true,
  asked_at        timestamptz,
  lookups         smallint not null default 0,
  waiting_code    text,
  waits_until     timestamptz,
  error_code      text,
  error           text,
  sent_at         timestamptz not null default now(),
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),

  unique (workspace_id, id),
  foreign key (workspace_id, conversation_id) references public.inbox_conversations (workspace_id, id)
    on delete cascade,
  foreign key (workspace_id, connection_id) references public.social_connections (workspace_id, id) on delete cascade,
  constraint inbox_messages_direction_known check (direction in ('in', 'out')),
  constraint inbox_messages_kind_known check (kind in ('text', 'image', 'video', 'audio', 'file', 'share',
    'story_mention', 'story_reply', 'postback', 'unsupported', 'deleted')),
  constraint inbox_messages_state_known check (state in ('received', 'sending', 'sent', 'failed', 'unknown')),
  constraint inbox_messages_origin_known check (origin in ('here', 'instagram')),
  constraint inbox_messages_received_is_inbound check ((state = 'received') = (direction = 'in')),
  constraint inbox_messages_confirmed_has_its_id check ((state in ('received', 'sent')) = (mid is not null)),
  constraint inbox_messages_failed_has_its_reason
    check ((state = 'failed') = (error_code is not null) and (error_code is null) = (error is null)),
  constraint inbox_messages_unknown_was_asked check (state <> 'unknown' or asked_at is not null),
  constraint inbox_messages_waiting_is_whole
    check ((waiting_code is null) = (waits_until is null) and (waiting_code is null or state = 'sending')),
  constraint inbox_messages_mid_length check (char_length(mid) between 1 and 1000),
  constraint inbox_messages_text_length check (char_length(text) <= 20000
    and (origin = 'instagram' or octet_length(text) between 1 and 1000)),
  constraint inbox_messages_deleted_is_empty check (kind <> 'deleted' or (text is null and attachments = '[]')),
  constraint inbox_messages_lists check (jsonb_typeof(attachments) = 'array' and jsonb_typeof(reactions) = 'array'
    and octet_length(attachments::text) <= 200000 and octet_length(reactions::text) <= 2000)
);
comment on table public.inbox_messages is
  'Messages in both directions. A reply is `sending` before the network is asked, `sent` only with the network''s id, '
  '`unknown` when the answer was lost.';
comment on column public.inbox_messages.mid is 'The network''s id; null until the network has confirmed the message.';
comment on column public.inbox_messages.position is 'The order of arrival in the conversation.';
comment on column public.inbox_messages.is_message is
  'False while only an edit or a deletion of it has arrived: that opens no window.';
comment on column public.inbox_messages.asked_at is
  'When the network was asked to send it; whoever finds this set looks the message up and never sends it again.';
comment on column public.inbox_messages.sent_at is
  'The network''s time. A reply that is not confirmed has the time when it was accepted.';

-- Without a limit in time: an echo may come a day later.
create unique index inbox_messages_mid_idx on public.inbox_messages (connection_id, mid);
-- A conversation, newest first; sent_at alone would order two messages of one second by chance.
create index inbox_messages_conversation_idx
  on public.inbox_messages (workspace_id, conversation_id, sent_at desc, position desc);
create index inbox_messages_arrival_idx on public.inbox_messages (conversation_id, position) where direction = 'in';
-- Replies whose outcome is open; there are few.
create index inbox_messages_open_idx on public.inbox_messages (conversation_id, position)
  where state in ('sending', 'unknown');
create index inbox_messages_connection_id_idx on public.inbox_messages (workspace_id, connection_id);
-- Serves the search.
create index inbox_messages_search_idx on public.inbox_messages
  using gin (workspace_id extensions.uuid_ops, private.fold_text(text) extensions.gin_trgm_ops);

create table public.saved_replies (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  shortcut     text not null,
  text         text not null,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  constraint saved_replies_shortcut_shape check (char_length(shortcut) between 1 and 40
    and shortcut !~ '[[:space:][:cntrl:]]' and shortcut = lower(shortcut)),
  constraint saved_replies_text_length check (octet_length(text) between 1 and 1000 and private.is_shown(text))
);
comment on table public.saved_replies is 'Texts that a workspace answers often, found by a word after a slash.';
create unique index saved_replies_shortcut_idx on public.saved_replies (workspace_id, shortcut);

create trigger _100_touch_updated_at before update on public.inbox_accounts
  for each row execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.inbox_conversations
  for each row execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.inbox_messages
  for each row execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.saved_replies
  for each row execute function private.touch_updated_at();

alter table public.inbox_accounts enable row level security;
alter table public.inbox_conversations enable row level security;
alter table public.inbox_messages enable row level security;
alter table public.saved_replies enable row level security;
grant all on public.inbox_accounts, public.inbox_conversations, public.inbox_messages, public.saved_replies
  to service_role;
grant select on public.inbox_accounts, public.inbox_conversations, public.inbox_messages to authenticated;
grant select, insert (shortcut, text), update (shortcut, text), delete on public.saved_replies to authenticated;

create policy "Editors can read how their workspace's inboxes are set" on public.inbox_accounts
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's conversations" on public.inbox_conversations
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's messages" on public.inbox_messages
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's saved replies" on public.saved_replies
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can save replies" on public.saved_replies
  for insert to authenticated
  with check (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can change their workspace's saved replies" on public.saved_replies
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));
create policy "Editors can delete their workspace's saved replies" on public.saved_replies
  for delete to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

select private.note_writes_of('public.inbox_accounts'), private.note_writes_of('public.inbox_conversations'),
  private.note_writes_of('public.inbox_messages'), private.note_writes_of('public.saved_replies');
