// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Button } from './button.tsx'
import { useShortcuts } from './keyboard.ts'
import { useOnePress } from './one-press.ts'

let done: string[]
beforeEach(() => {
  done = []
})
afterEach(cleanup)

/** One place that offers Complete, then Undo; a stepper that stays; a link; a field with its label. */
function Page() {
  useOnePress()
  useShortcuts({ x: () => done.push('x'), j: () => done.push('j') })
  const [isComplete, setComplete] = useState(false)
  const set = (to: boolean) => {
    done.push(to ? 'complete' : 'undo')
    setComplete(to)
  }
  return (
    <>
      {isComplete ? (
        <Button key="undo" onClick={() => set(false)}>
          Undo
        </Button>
      ) : (
        <Button key="complete" onClick={() => set(true)}>
          Complete
        </Button>
      )}
      <Button onClick={() => done.push('next')}>Next</Button>
      {/* biome-ignore lint/a11y/useValidAnchor: the test watches whether the link would open */}
      <a href="#there" onClick={() => done.push('link')}>
        Open
      </a>
      <label>
        Notify me <input type="checkbox" onChange={() => done.push('check')} />
      </label>
      <p>Some text</p>
    </>
  )
}

const button = (name: string) => screen.getByRole('button', { name })

test('the second click of a double click does not press what took the place of the first', () => {
  render(<Page />)
  fireEvent.click(button('Complete'), { detail: 1 })
  fireEvent.click(button('Undo'), { detail: 2 })
  fireEvent.click(button('Undo'), { detail: 3 })
  expect(done).toEqual(['complete'])
})

test('nor a link that came under the pointer, which then does not open', () => {
  render(<Page />)
  fireEvent.click(screen.getByText('Some text'), { detail: 1 })
  expect(fireEvent.click(screen.getByRole('link', { name: 'Open' }), { detail: 2 })).toBe(false)
  expect(done).toEqual([])
})

test('a control that stays takes every click, as fast as a person clicks', () => {
  render(<Page />)
  for (const detail of [1, 2, 3]) fireEvent.click(button('Next'), { detail })
  expect(done).toEqual(['next', 'next', 'next'])
})

test('a new gesture presses, and so does the keyboard', async () => {
  render(<Page />)
  const user = userEvent.setup()
  await user.click(button('Complete'))
  await user.click(button('Undo'))
  button('Complete').focus()
  await user.keyboard('{Enter}')
  expect(done).toEqual(['complete', 'undo', 'complete'])
})

test('a double click on a label changes its field twice', () => {
  render(<Page />)
  const label = screen.getByText('Notify me')
  fireEvent.click(label, { detail: 1 })
  fireEvent.click(label, { detail: 2 })
  expect(done).toEqual(['check', 'check'])
})

test('a key that is held down presses a button once, and runs a shortcut once', () => {
  render(<Page />)
  const isPassedOn = (repeat: boolean) => fireEvent.keyDown(button('Next'), { key: 'Enter', repeat })
  expect([isPassedOn(false), isPassedOn(true), isPassedOn(true)]).toEqual([true, false, false])
  for (const repeat of [false, true, true]) fireEvent.keyDown(document.body, { key: 'x', repeat })
  for (const repeat of [false, true]) fireEvent.keyDown(document.body, { key: 'j', repeat })
  expect(done).toEqual(['x', 'j', 'j'])
})
