import { afterEach, beforeEach, expect } from 'vitest'

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
