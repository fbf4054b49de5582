import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { Icon } from '#ui/wordmark.tsx'
import { originName } from '../../lib/origin.ts'
import { signIn } from '../../lib/session.ts'
import { settingsItem } from '../../storage/items.ts'
import { useStoredItem } from '../use-stored-item.ts'
import { AddressForm } from './address-form.tsx'
import { signInWords } from './sign-in-words.ts'

const WHY = {
  never: null,
  left: null,
  expired: 'Your session ended. Sign in to continue. Your work is saved.',
} as const

/** The sign-in form with the server's address: the first view of a new person. */
export function SignInView({ reason }: { reason: keyof typeof WHY }) {
  const settings = useStoredItem(settingsItem)
  if (!settings) return null
  const { origin } = settings
  return (
    <main className="mx-auto flex w-full max-w-sm flex-1 flex-col px-5 py-8">
      <Icon className="size-9" />
      <h1 className="mt-4 text-title font-semibold">Sign in to OpSyncPro</h1>
      <p className="mt-1 text-muted">Your upload tasks beside Amazon. You stay signed in on this computer.</p>
      {WHY[reason] && (
        <p role="status" className="mt-4 rounded-control bg-waiting-soft px-3 py-2 text-table text-waiting">
          {WHY[reason]}
        </p>
      )}
      <SignInForm key={origin} origin={origin} />
      <AddressForm origin={origin} />
    </main>
  )
}

function SignInForm({ origin }: { origin: string }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { mutate, isPending, error } = useMutation({ mutationFn: () => signIn(email.trim(), password) })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!isPending) mutate()
  }

  return (
    <form onSubmit={submit} className="mt-6 flex flex-col gap-4">
      <Field label="Email">
        {(wiring) => (
          <Input
            {...wiring}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password">
        {(wiring) => (
          <Input
            {...wiring}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      {error && (
        <p role="alert" className="text-table text-failed">
          {signInWords(error, originName(origin))}
        </p>
      )}
      <Button type="submit" variant="primary" isBusy={isPending}>
        Sign in
      </Button>
      <p className="text-table text-muted">
        No account yet?{' '}
        <a className="text-accent-solid underline" href={`${origin}/sign-up`} target="_blank" rel="noreferrer">
          Create one on the dashboard
        </a>
      </p>
    </form>
  )
}
