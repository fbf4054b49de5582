import { afterEach, beforeEach, expect, vi } from 'vitest'

// The limits of all tests are for a machine that is six times slower: no test waits for one of them.
const { waitFor } = vi
vi.waitFor = (check, options) => waitFor(check, typeof options === 'number' ? options : { timeout: 30_000, ...options })

let complaints: string[] = []
const write = console.error

// An unexpected console.error fails its test. A test that expects one replaces console.error itself.
beforeEach(() => {
  complaints = []
  console.error = (...parts: unknown[]) => {
    complaints.push(parts.map(String).join(' '))
    write(...parts)
  }
})

afterEach(() => {
  console.error = write
  expect(complaints, 'console.error was called').toEqual([])
})
