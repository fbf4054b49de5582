// @vitest-environment happy-dom

import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, sampleCountries } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { WorkspaceMarketplace } from '#core/tasks/schema.ts'
import { LOST_ANSWER_WORDS } from '#ui/toasts/lost-answer.ts'

beforeEach(() => void startWorld())

const findSwitch = (name: string) => screen.findByRole<HTMLButtonElement>('switch', { name })
const isOn = async (name: string) => (await findSwitch(name)).getAttribute('aria-checked') === 'true'

// safe: a field that was not sent keeps its value
const given = (body: object) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Partial<WorkspaceMarketplace>

/** An API that stores changes and records every request. */
function answerCountries(start: WorkspaceMarketplace[] = sampleCountries) {
  let items = start
  const told: unknown[] = []
  answer(tasksContract.marketplaces, () => ({ items }))
  answer(tasksContract.updateMarketplace, ({ params, body }) => {
    told.push([params.code, body])
    const changed = items.find((item) => item.marketplace === params.code)
    if (!changed) throw new Error(`No marketplace ${params.code}`)
    const saved = { ...changed, ...given(body) }
    items = items.map((item) => (item === changed ? saved : item))
    return saved
  })
  return told
}

test('the settings show the ten marketplaces, four on and the US at home', async () => {
  openApp('/settings')
  const section = await screen.findByRole('region', { name: 'Amazon marketplaces' })
  expect(await within(section).findAllByRole('switch')).toHaveLength(20)
  expect(await isOn('Germany on')).toBe(true)
  expect(await isOn('Germany home')).toBe(false)
  expect(await isOn('United States home')).toBe(true)
  expect(await isOn('Japan on')).toBe(false)
})

test('a marketplace shows as switched on before the API has answered, and may then be home', async () => {
  const told = answerCountries()
  const { user } = openApp('/settings')
  const home = await findSwitch('France home')
  expect(home.disabled).toBe(true)
  expect(document.getElementById(home.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
    'Turning a marketplace off also removes it',
  )
  await user.click(await findSwitch('France on'))
  expect(await isOn('France on')).toBe(true)
  await user.click(await findSwitch('France home'))
  expect(await isOn('France home')).toBe(true)
  await waitFor(() =>
    expect(told).toEqual([
      ['FR', { is_enabled: true, is_home: false }],
      ['FR', { is_enabled: true, is_home: true }],
    ]),
  )
  expect(await isOn('France home')).toBe(true)
})

test('switching a marketplace off also removes it as home, and without a home the page says what that means', async () => {
  const told = answerCountries()
  const { user } = openApp('/settings')
  await user.click(await findSwitch('United States on'))
  expect(await isOn('United States home')).toBe(false)
  await screen.findByText(/No home marketplace selected/)
  await waitFor(() => expect(told).toEqual([['US', { is_enabled: false, is_home: false }]]))
})

test('a switch that failed returns and says so', async () => {
  const gate = Promise.withResolvers<void>()
  answer(tasksContract.updateMarketplace, async () => {
    await gate.promise
    throw new FakeOutage()
  })
  const { user } = openApp('/settings')
  await user.click(await findSwitch('Japan on'))
  expect(await isOn('Japan on')).toBe(true)
  gate.resolve()
  await screen.findByText(LOST_ANSWER_WORDS.checked)
  expect(screen.queryByText('Japan was not changed.')).toBeNull()
  expect(await isOn('Japan on')).toBe(false)
})

test('an uploader sees the marketplaces, cannot switch them, and reads why', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  openApp('/settings')
  await screen.findByText(/Ask an owner or manager/)
  expect((await findSwitch('Germany on')).disabled).toBe(true)
  expect((await findSwitch('United States home')).disabled).toBe(true)
})

test('marketplaces that could not be loaded can be loaded again', async () => {
  answer(tasksContract.marketplaces, () => {
    throw new FakeOutage()
  })
  const { user } = openApp('/settings')
  const section = await screen.findByRole('region', { name: 'Amazon marketplaces' })
  await within(section).findByText("The marketplaces couldn't be loaded")
  answer(tasksContract.marketplaces, () => ({ items: sampleCountries }))
  await user.click(within(section).getByRole('button', { name: 'Try again' }))
  expect(await isOn('Germany on')).toBe(true)
})

test('a storefront name is saved with Enter and on leaving, undone with Escape, and removed when empty', async () => {
  const told = answerCountries()
  const { user } = openApp('/settings')
  const field = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Storefront name in Germany' })
  await user.type(await field(), 'Mine{Escape}')
  expect((await field()).value).toBe('')
  await user.type(await field(), "  Ana's finds {Enter}")
  expect((await field()).value).toBe("Ana's finds")
  await user.clear(await field())
  await user.tab()
  await waitFor(() =>
    expect(told).toEqual([
      ['DE', { storefront_name: "Ana's finds" }],
      ['DE', { storefront_name: null }],
    ]),
  )
  expect(screen.getByText(/Placement checks find your videos by it/)).toBeTruthy()
})

test('another upload language is chosen for a marketplace, and its own again', async () => {
  const told = answerCountries()
  const { user } = openApp('/settings')
  const choice = () => screen.findByRole('combobox', { name: 'Upload language in Germany' })
  expect((await choice()).textContent).toContain('German (usual)')
  await user.click(await choice())
  await user.click(await screen.findByRole('option', { name: 'English' }))
  expect((await choice()).textContent).toContain('English')
  await user.click(await choice())
  await user.click(await screen.findByRole('option', { name: 'German (usual)' }))
  await waitFor(() =>
    expect(told).toEqual([
      ['DE', { language: 'en' }],
      ['DE', { language: null }],
    ]),
  )
})
