import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string) => readFile(join(ROOT, path), 'utf8')
const templates = (await readdir(join(ROOT, 'supabase/templates'))).map((name) => `supabase/templates/${name}`)

test.each(templates)('%s is installed by the CLI, and by whoever follows the deployment guide', async (path) => {
  expect(await read('supabase/config.toml')).toContain(`content_path = "./${path}"`)
  expect(await read('docs/deployment.md')).toContain(`\`${path}\``)
})

test('the recovery mail leads to our page with a token hash, never to an address that answers tokens', async () => {
  const mail = await read('supabase/templates/recovery.html')
  const links = [...mail.matchAll(/href="([^"]+)"/g)].map(([, link]) => link)
  expect(links).toEqual(['{{ .RedirectTo }}?token_hash={{ .TokenHash }}&type=recovery'])
  expect(mail).not.toMatch(/ConfirmationURL|\.Token\b(?!Hash)/)
})
