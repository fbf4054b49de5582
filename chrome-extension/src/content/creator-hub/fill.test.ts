// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { BUNDLED_SELECTORS } from '../../creator-hub/selectors.ts'
import { fillField, titleFor } from './fill-field.ts'
import { type Field, findField, isTextField, isVideoInput } from './find-element.ts'
import { createTabHandlers } from './handlers.ts'

const target = { selectors: ['#title'] }
const data = BUNDLED_SELECTORS

beforeEach(() => {
  document.body.innerHTML = ''
  vi.stubGlobal('location', new URL('https://www.amazon.com/create/post'))
})

function field(attributes = '', html = ''): Field {
  document.body.innerHTML = `<div><textarea id="title" ${attributes}></textarea>${html}</div>`
  const found = document.querySelector('textarea')
  if (!found) throw new Error('No field.')
  return found
}

describe('a title', () => {
  test.each([
    ['fits', 'Desk lamp', '', 60, 'Desk lamp'],
    ['is cut to the field', 'Desk lamp that charges', 'maxlength="9"', 60, 'Desk lamp'],
    ['is cut to what Amazon takes, when the field has no limit', 'Desk lamp', '', 4, 'Desk'],
    ['is never cut through an emoji', 'Lamp 👩‍👩‍👧', 'maxlength="8"', 60, 'Lamp'],
    ['is never cut through an accent', 'Cafe\u0301', 'maxlength="4"', 60, 'Caf'],
    ['keeps an emoji that has room', 'Lamp 👩‍👩‍👧', 'maxlength="13"', 60, 'Lamp 👩‍👩‍👧'],
    ['stands on one line', ' Desk\n lamp\t ', '', 60, 'Desk lamp'],
  ])('%s', (_name, title, attributes, max, expected) => {
    expect(titleFor(field(attributes), title, max)).toBe(expected)
  })
})

describe('reading back', () => {
  /** A page that does something between the fill and a moment of reading back. */
  const fill = (on: Field, text = 'Lamp', page: Record<number, () => void> = {}) =>
    fillField(on, text, { target, limit: 60, waitUntil: async (ms) => page[ms]?.() })

  test('a field that keeps its text is filled', async () => {
    expect(await fill(field())).toBe('filled')
  })

  test.each([300, 1000])('C-11: a page that takes the text away within %d ms undoes it', async (ms) => {
    const on = field()
    expect(await fill(on, 'Lamp', { [ms]: () => Object.assign(on, { value: '' }) })).toBe('undone')
  })

  test('C-11: a page that draws its form again without the field undoes it', async () => {
    const on = field()
    expect(await fill(on, 'Lamp', { 300: () => on.remove() })).toBe('undone')
  })

  test('C-11: the value passes by a setter that the page put on the field, and its event is trusted to be a change', async () => {
    const on = field()
    const throughThePage = vi.fn()
    Object.defineProperty(on, 'value', {
      configurable: true,
      get: () => Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.get?.call(on),
      set: throughThePage,
    })
    const events: string[] = []
    for (const name of ['input', 'change', 'click']) on.addEventListener(name, ({ type }) => events.push(type))
    expect(await fill(on)).toBe('filled')
    expect(throughThePage).not.toHaveBeenCalled()
    expect(events).toEqual(['input', 'change'])
  })

  test('C-12: a counter that stands still says that the page did not take the text', async () => {
    expect(await fill(field('', '<p>0/60</p>'))).toBe('not_taken')
    expect(await fill(field('', '<div><div><small>60 / 60</small></div></div>'))).toBe('not_taken')
    expect(await fill(field('', '<p><b>0</b>/<b>60</b> characters</p>'))).toBe('not_taken')
    expect(await fill(field('', '<p>0 von 60 Zeichen</p>'))).toBe('not_taken')
  })

  test.each([
    ['UTF-16 units', '10/60', 'filled'],
    ['code points', '8/60', 'filled'],
    ['characters', '6/60', 'filled'],
    ['what is left', '50/60', 'filled'],
    ['something else', '7/60', 'not_taken'],
  ])('C-12: a counter that counts %s: %s is %s', async (_how, shown, outcome) => {
    const on = field('', '<p>0/60</p>')
    const count = () => document.querySelector('p')?.replaceChildren(shown)
    expect(await fill(on, 'e\u0301lamp👍🏽', { 1000: count })).toBe(outcome)
  })
})

describe('finding', () => {
  const find = (selectors: string[]) => findField({ selectors }, data, isTextField)

  test('two fields that a selector finds are none, whatever the next selector would find', () => {
    document.body.innerHTML = '<input class="a"><input class="a"><input id="b">'
    expect(find(['.a', '#b'])).toBeNull()
    expect(find(['#b'])?.id).toBe('b')
  })

  test('a field is found in an open shadow root inside of another, and not in a closed one', () => {
    document.body.innerHTML = '<div id="open"></div><div id="closed"></div>'
    const [open, closed] = ['open', 'closed'].map((id) => document.getElementById(id))
    const inner = open?.attachShadow({ mode: 'open' })
    if (inner) inner.innerHTML = '<section></section>'
    const deepest = inner?.querySelector('section')?.attachShadow({ mode: 'open' })
    if (deepest) deepest.innerHTML = '<input id="deep">'
    const hidden = closed?.attachShadow({ mode: 'closed' })
    if (hidden) hidden.innerHTML = '<input id="hidden">'
    expect(find(['#deep'])?.id).toBe('deep')
    expect(find(['#hidden'])).toBeNull()
  })

  test("the shop's own search is never a field, also from inside of a shadow root", () => {
    document.body.innerHTML = '<header id="navbar"><div id="host"></div><input maxlength="60"></header>'
    const root = document.getElementById('host')?.attachShadow({ mode: 'open' })
    if (root) root.innerHTML = '<input maxlength="60">'
    expect(find(['input[maxlength="60"]'])).toBeNull()
  })

  test.each(['disabled', 'readonly', 'type="password"', 'type="hidden"', 'type="checkbox"', 'type="file"'])(
    'a field with %s is none for text',
    (attribute) => {
      document.body.innerHTML = `<input id="a" ${attribute}>`
      expect(find(['#a'])).toBeNull()
    },
  )

  test.each([
    ['', true],
    ['video/*', true],
    ['.MP4, .mov', true],
    ['video/mp4,image/png', true],
    ['image/*', false],
    ['.png', false],
  ])('a file field that accepts “%s” takes a video: %s', (accept, takes) => {
    document.body.innerHTML = `<input id="a" type="file" accept="${accept}">`
    expect(findField({ selectors: ['#a'] }, data, isVideoInput) !== null).toBe(takes)
  })

  test('a selector that the browser cannot read finds nothing', () => {
    document.body.innerHTML = '<input id="a">'
    expect(find(['[[', '#a'])?.id).toBe('a')
  })
})

describe('a fill for another page', () => {
  const handlers = createTabHandlers({ waits: () => async () => {} })
  const sender = {}
  const fill = (marketplace: 'US' | 'MX' | 'AU') =>
    handlers['creator-hub/fill-title']({ selectors: data, marketplace, title: 'Lamp' }, sender)

  test('fills nothing: amazon.com.mx and amazon.com.au are not the US', async () => {
    document.body.innerHTML = '<textarea data-testid="ocpTitleTextArea"></textarea>'
    expect(await fill('MX')).toEqual({ outcome: 'other_page' })
    vi.stubGlobal('location', new URL('https://www.amazon.com.au/create/post'))
    expect(await fill('US')).toEqual({ outcome: 'other_page' })
    expect(document.querySelector('textarea')?.value).toBe('')
    expect(await fill('AU')).toMatchObject({ outcome: 'filled', value: 'Lamp' })
  })

  test('fills nothing once the person went on to a page without a form', async () => {
    document.body.innerHTML = '<textarea data-testid="ocpTitleTextArea"></textarea>'
    vi.stubGlobal('location', new URL('https://www.amazon.com/creatorhub/manage'))
    expect(await fill('US')).toEqual({ outcome: 'other_page' })
  })

  test('says whether the field waits to be opened or is gone', async () => {
    const ask = () =>
      handlers['creator-hub/fill-asin']({ selectors: data, marketplace: 'US', asin: 'B07XJQW9K2' }, sender)
    expect(await ask()).toEqual({ outcome: 'not_found' })
    document.body.innerHTML = '<span id="cp-asin-picker-trigger-button">Add</span>'
    expect(await ask()).toEqual({ outcome: 'waits' })
    document.body.innerHTML += '<p><input name="cp-asin-picker-search-input"> <b>0/10 products</b></p>'
    expect(await ask()).toEqual({ outcome: 'filled', value: 'B07XJQW9K2', is_cut: false })
  })
})
