import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import manifest from '../manifest.json' with { type: 'json' }
import { messages, tabMessages } from './messaging/messages.ts'

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map((path) => ({
    path,
    text: readFileSync(join(import.meta.dirname, path), 'utf8').replace(/\/\/.*|\/\*[\s\S]*?\*\//g, ''),
  }))
const using = (pattern: RegExp, folder = /./) =>
  files.filter(({ path, text }) => folder.test(path) && pattern.test(text)).map(({ path }) => path)

test('C-1: messages are structured clones, and a file that arrived as an empty object is no file', () => {
  expect(manifest.message_serialization).toBe('structured_clone')
  const asJson: unknown = JSON.parse(JSON.stringify({ blob: new Blob(['1']) }))
  expect(tabMessages['creator-hub/probe-file'].input.safeParse(asJson).success).toBe(false)
  expect(tabMessages['creator-hub/probe-file'].input.safeParse({ blob: new Blob(['1']) }).success).toBe(true)
})

test('C-2: no content script fetches; it has the rights of the page', () => {
  expect(using(/\b(?:fetch|XMLHttpRequest|WebSocket|EventSource)\b/, /^content\//)).toEqual([])
})

test('C-6: nothing makes blob or data URLs; downloads have https URLs', () => {
  expect(using(/createObjectURL|['"`](?:blob|data):/)).toEqual([])
})

test('C-9: one handler opens the panel, whose first act it is; otherwise Chrome opens it when the icon is clicked', () => {
  expect(using(/sidePanel\s*\.\s*open\b|sidePanel\s*\[/)).toEqual(['background/handlers.ts'])
  expect(using(/openPanelOnActionClick: true/)).toEqual(['background/main.ts'])
})

test('C-10: nothing clicks or submits on a page', () => {
  expect(using(/\.(?:click|submit|requestSubmit)\(|new (?:Mouse|Pointer|Keyboard|Submit)Event/, /^content\//)).toEqual(
    [],
  )
})

test('content scripts get in on Creator Hub only, on the shops that the extension may see anyway', () => {
  const [script] = manifest.content_scripts
  const shops = manifest.host_permissions.map((pattern) => pattern.slice(0, -2))
  expect(script?.matches.map((pattern) => shops.find((shop) => pattern.startsWith(`${shop}/`)))).not.toContain(
    undefined,
  )
  expect(script?.matches.every((pattern) => /\/(?:creatorhub|create)\/\*$/.test(pattern))).toBe(true)
  expect(manifest).not.toHaveProperty('web_accessible_resources')
  expect(manifest).not.toHaveProperty('externally_connectable')
})

test('every message says who may send it', () => {
  for (const { from } of Object.values({ ...messages, ...tabMessages })) expect(['page', 'dashboard']).toContain(from)
})
