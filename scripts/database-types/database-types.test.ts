import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestHost } from '../../services/local/testing/create-test-host.ts'
import { temporaryFolder } from '../../services/local/testing/notes-migration.ts'
import { firstDifference } from './first-difference.ts'
import { introspect } from './introspect.ts'
import { renderDatabaseTypes } from './render.ts'

const MIGRATION = `
create type public.mood as enum ('good', 'so so');
create domain public.cents as integer check (value >= 0);
create table public.shelves (id bigint generated always as identity primary key, owner_id uuid unique not null, moods public.mood[] not null default '{}');
create table public.books (
  id uuid primary key default gen_random_uuid(),
  shelf_id bigint not null references public.shelves (id),
  title text not null,
  "odd name" jsonb,
  price public.cents,
  upper_title text generated always as (upper(title)) stored
);
create view public.cheap_books as select id, title from public.books where price < 100;
create function public.find_books(needle text, most integer default 10) returns setof public.books language sql stable as $$ select * from public.books $$;
create function public.totals() returns table (shelf bigint, count integer) language sql stable as $$ select 1::bigint, 1 $$;
create function public.nothing() returns void language sql as $$ select $$;
create function public.hidden() returns void language sql as $$ select $$;
revoke execute on function public.hidden() from public, anon, authenticated, service_role;
create function public.touch() returns trigger language plpgsql as $$ begin return new; end $$;
`

async function typesOf(sql: string): Promise<string> {
  const migrations = await temporaryFolder({ '001.sql': sql })
  const host = await createTestHost({ migrationsDir: migrations.folder })
  try {
    return renderDatabaseTypes(await introspect((statement) => host.sql(statement)))
  } finally {
    await host.close()
    await migrations.remove()
  }
}

test('tables, views, functions and enums come out as supabase-js reads them', async () => {
  const types = await typesOf(MIGRATION)
  const flat = types.replaceAll(/\s+/g, ' ')
  expect(flat).toContain("Enums: { mood: 'good' | 'so so' }")
  expect(flat).toContain(
    "Row: { id: string 'odd name': Json | null price: number | null shelf_id: number title: string upper_title: string | null }",
  )
  expect(flat).toContain(
    "Insert: { id?: string 'odd name'?: Json | null price?: number | null shelf_id: number title: string upper_title?: never }",
  )
  expect(flat).toContain("Row: { id: number moods: Database['public']['Enums']['mood'][] owner_id: string }")
  expect(flat).toContain("Insert: { id?: never moods?: Database['public']['Enums']['mood'][] owner_id: string }")
  expect(flat).toContain(
    "foreignKeyName: 'books_shelf_id_fkey' columns: ['shelf_id'] isOneToOne: false referencedRelation: 'shelves'",
  )
  expect(flat).toContain('cheap_books: { Row: { id: string | null title: string | null }')
  expect(flat).toContain(
    "find_books: { Args: { most?: number needle: string } Returns: Database['public']['Tables']['books']['Row'][] }",
  )
  expect(flat).toContain('totals: { Args: never Returns: { count: number shelf: number }[] }')
  expect(flat).toContain('nothing: { Args: never Returns: undefined }')
  expect(flat).not.toContain('hidden')
  expect(flat).not.toContain('touch')
})

test('the same migrations give the same text', async () => {
  expect(await typesOf(MIGRATION)).toBe(await typesOf(MIGRATION))
})

test('the committed types match the migrations: otherwise run `npm run types`', async () => {
  const host = await createTestHost()
  const types = renderDatabaseTypes(await introspect((statement) => host.sql(statement)))
  await host.close()
  const committed = await readFile(join(import.meta.dirname, '../../netlify/src/db/database.types.ts'), 'utf8')
  expect(firstDifference(committed, types)).toBe('')
})

test.each([
  ['a\nb\nc', 'a\nb\nc', ''],
  ['a\nb\nc', 'a\nx\nc', 'line 2:\n  a\n- b\n+ x'],
  ['a\nb', 'a', 'line 2:\n  a\n- b'],
  ['a', 'a\nb', 'line 2:\n  a\n+ b'],
])('the difference between %j and %j is shown', (before, after, shown) => {
  expect(firstDifference(before, after)).toBe(shown)
})
