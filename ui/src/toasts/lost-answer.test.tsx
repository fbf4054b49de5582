// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider, useMutation, useQuery } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError, LostAnswerError, NetworkError } from '#core/http/client.ts'
import { checkLostAnswersWith, LOST_ANSWER_WORDS, reportLostAnswer } from './lost-answer.ts'
import { showFailure } from './notify.ts'
import { Toaster } from './toaster.tsx'

const lost = () => new LostAnswerError(new TypeError('reset'))
let saved = 'before'
const ask = vi.fn(async () => saved)

function Page({ save }: { save: () => Promise<void> }) {
  const { data } = useQuery({ queryKey: ['row'], queryFn: ask })
  const { mutate } = useMutation({
    mutationFn: save,
    onError: (error) => showFailure('It was not changed.', error),
  })
  return (
    <>
      <p>Now: {data}</p>
      <button type="button" onClick={() => mutate()}>
        Save
      </button>
      <Toaster />
    </>
  )
}

function open(save: () => Promise<void>) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  checkLostAnswersWith(client)
  render(
    <QueryClientProvider client={client}>
      <Page save={save} />
    </QueryClientProvider>,
  )
  return userEvent.setup()
}

beforeEach(() => {
  saved = 'before'
  ask.mockClear().mockImplementation(async () => saved)
})
afterEach(cleanup)

test('a write that succeeded and whose answer was lost ends with the current data on the page, and no "was not changed"', async () => {
  const user = open(async () => {
    saved = 'after'
    throw lost()
  })
  await screen.findByText('Now: before')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByText('Now: after')
  await screen.findByText(LOST_ANSWER_WORDS.checked)
  expect(screen.queryByText('It was not changed.')).toBeNull()
})

test('while the server is unreachable, the page says that the outcome is unknown and checks again when it is reachable', async () => {
  const user = open(async () => {
    saved = 'after'
    throw lost()
  })
  await screen.findByText('Now: before')
  ask.mockRejectedValue(new NetworkError(new TypeError('offline')))
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByText(LOST_ANSWER_WORDS.waiting)
  ask.mockImplementation(async () => saved)
  dispatchEvent(new Event('online'))
  await screen.findByText('Now: after')
  await screen.findByText(LOST_ANSWER_WORDS.checked)
})

test('a refusal is a refusal: nothing is checked', async () => {
  const user = open(async () => {
    throw new ApiError({ type: 't', title: 'Not allowed.', status: 403, code: 'not_allowed' })
  })
  await screen.findByText('Now: before')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByText('It was not changed.')
  expect(ask).toHaveBeenCalledTimes(1)
  expect(reportLostAnswer(new NetworkError('x'))).toBe(false)
})
