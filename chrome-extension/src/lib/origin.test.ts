import { expect, test } from 'vitest'
import { readOrigin } from './origin.ts'

test.each([
  ['https://app.example.com', 'https://app.example.com'],
  ['  app.example.com/tasks?x=1 ', 'https://app.example.com'],
  ['https://APP.example.com:8443/', 'https://app.example.com:8443'],
  ['127.0.0.1:9400', 'http://127.0.0.1:9400'],
  ['localhost:8888/sign-in', 'http://localhost:8888'],
  ['http://localhost', 'http://localhost'],
  ['http://[::1]:8888', 'http://[::1]:8888'],
])('%s means %s', (typed, origin) => {
  expect(readOrigin(typed)).toEqual({ ok: true, origin })
})

test.each([
  ['', 'Enter the link'],
  ['http://app.example.com', 'must begin with https'],
  ['http://127.0.0.1.evil.com', 'must begin with https'],
  ['ftp://127.0.0.1', 'must begin with https'],
  ['javascript:alert(1)', 'not a link'],
  ['https://ana:secret@example.com', 'name and password'],
  ['https://', 'not a link'],
])('“%s” is refused with what to do', (typed, words) => {
  const answer = readOrigin(typed)
  expect(answer).toMatchObject({ ok: false, error: expect.stringContaining(words) })
})
