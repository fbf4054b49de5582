// @vitest-environment happy-dom

import { screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, sampleConfig } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { LOST_ANSWER_WORDS } from '#ui/toasts/lost-answer.ts'

beforeEach(() => void startWorld())

const findSwitch = () => screen.findByRole('switch', { name: 'Email me when something needs me' })
const isOn = async () => (await findSwitch()).getAttribute('aria-checked') === 'true'

/** An API that keeps what it is told, and how it was told. */
function answerMe() {
  let me = ana
  const told: unknown[] = []
  answer(accountsContract.me, () => me)
  answer(accountsContract.updateMe, ({ body }) => {
    told.push(body)
    me = { ...me, email_notices: body.email_notices ?? me.email_notices }
    return me
  })
  return told
}

test('the emails are on, and switch off before the API has answered', async () => {
  const told = answerMe()
  const { user } = openApp('/settings')
  expect(await isOn()).toBe(true)
  await user.click(await findSwitch())
  expect(await isOn()).toBe(false)
  await waitFor(() => expect(told).toEqual([{ email_notices: false }]))
  expect(await isOn()).toBe(false)
})

test('a switch that did not arrive goes back and says so', async () => {
  answerMe()
  answer(accountsContract.updateMe, () => {
    throw new FakeOutage()
  })
  const { user } = openApp('/settings')
  await user.click(await findSwitch())
  await screen.findByText(LOST_ANSWER_WORDS.checked)
  expect(await isOn()).toBe(true)
})

test.each([
  ['not_configured', true],
  ['configured', false],
] as const)('on a server whose mail server is %s the page says so: %s', async (state, isSaid) => {
  answer(accountsContract.config, () => sampleConfig({ environment: 'production', features: { email: { state } } }))
  openApp('/settings')
  const found = await findSwitch()
  if (isSaid) await screen.findByText(/your administrator has not set up a mail server/)
  else expect(screen.queryByText(/has not set up a mail server/)).toBeNull()
  await waitFor(() => expect(found.hasAttribute('aria-describedby')).toBe(isSaid))
})
