import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A tiny product: private notes, with one column that no role may change, and a bucket of the person's own files. */
export const NOTES_SQL = `
create table public.notes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  text text not null constraint notes_text check (text <> ''),
  locked text
);
create unique index notes_text_once on public.notes (user_id, text);
alter table public.notes enable row level security;
revoke all on public.notes from anon, authenticated;
grant select, insert on public.notes to authenticated;
grant update (text) on public.notes to authenticated;
create policy "People read their notes" on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy "People add notes" on public.notes for insert to authenticated with check (user_id = (select auth.uid()));
create policy "People change their notes" on public.notes for update to authenticated using (user_id = (select auth.uid()));

create function public.refuse(code text, is_loud boolean default false) returns void language plpgsql as $$
begin
  if code = 'P0001' then raise exception 'no' using hint = 'ask again'; end if;
  raise exception 'no' using errcode = code, detail = 'because';
end $$;
create function public.whoami() returns jsonb language sql stable as $$
  select jsonb_build_object('uid', auth.uid(), 'role', current_user, 'slept', pg_sleep(0.001)::text)
$$;

insert into storage.buckets (id, name, public, file_size_limit) values ('docs', 'docs', false, null), ('small', 'small', false, 10);
create policy "People read their files" on storage.objects for select to authenticated using (owner_id = (select auth.uid()::text));
create policy "People add files" on storage.objects for insert to authenticated with check (owner_id = (select auth.uid()::text));
create policy "People change their files" on storage.objects for update to authenticated using (owner_id = (select auth.uid()::text));
create policy "People remove their files" on storage.objects for delete to authenticated using (owner_id = (select auth.uid()::text));
`

/** Puts files into a new temporary folder; `remove` deletes it. */
export async function temporaryFolder(files: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'opsyncpro-test-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
