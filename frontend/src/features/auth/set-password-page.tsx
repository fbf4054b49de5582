import type { GoTrueClient } from '@supabase/auth-js'
import { useEffect, useRef, useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { addresses, signInAddresses } from '#app/lib/addresses.ts'
import { hasStoredSession, navigation, openAuth, openRecovery } from '#app/lib/session.ts'
import { readRecoveryToken, type SignInReason } from '#app/lib/sign-in-address.ts'
import { Button } from '#ui/button.tsx'
import { AuthLayout, TextLink } from './auth-layout.tsx'
import { PasswordField } from './password-field.tsx'
import { checkNewPassword, PASSWORD_MIN_LENGTH, useAuthForm } from './use-auth-form.ts'

/**
 * The page of the link in a recovery mail. Opening it does nothing: the link's token is used when the person sets the
 * password, and then they sign in with it. So a link, whoever sent it, signs nobody in.
 */
export function SetPasswordPage() {
  const [token] = useState(() => readRecoveryToken(location.search))
  const [isSignedIn, setSignedIn] = useState(hasStoredSession)
  if (!token) return <InvalidLink />
  return isSignedIn ? <SignOutFirst onDone={() => setSignedIn(false)} /> : <NewPassword token={token} />
}

const InvalidLink = () => (
  <AuthLayout title="This link is no longer valid">
    <p>It works once, for one hour. Your password was not changed.</p>
    <p className="mt-4">
      <TextLink href={signInAddresses.forgotPassword()}>Send a new link</TextLink>
    </p>
  </AuthLayout>
)

/** The link may be for another account, so the session of this device is ended only by the person. */
function SignOutFirst({ onDone }: { onDone: () => void }) {
  const [email, setEmail] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    openAuth()
      .then((auth) => auth.getSession())
      .then(
        ({ data }) => setEmail(data.session?.user.email),
        () => {},
      )
  }, [])

  async function signOut() {
    setBusy(true)
    try {
      await (await openAuth()).signOut({ scope: 'local' })
    } finally {
      setBusy(false)
    }
    if (!hasStoredSession()) onDone()
  }

  return (
    <AuthLayout
      title="Sign out to set a new password"
      footer={<TextLink href={addresses.home()}>Stay signed in, and set no password</TextLink>}
    >
      <p>
        You are signed in{email && ' as '}
        {email && <strong className="font-semibold">{email}</strong>}. The link may be for another account.
      </p>
      <Button variant="primary" size="large" isBusy={isBusy} onClick={() => void signOut()} className="mt-4 w-full">
        Sign out and continue
      </Button>
    </AuthLayout>
  )
}

const PASSWORD_SET: SignInReason = 'password-set'

function NewPassword({ token }: { token: string }) {
  // The token works once, so a password that is refused is sent again with the session that the token gave.
  const redeemed = useRef<{ auth: GoTrueClient; email: string }>(null)
  const form = useAuthForm({
    check: (fields) => checkNewPassword(fields.password),
    submit: async ({ password }) => {
      if (!redeemed.current) {
        const auth = await openRecovery()
        const { data, error } = await auth.verifyOtp({ token_hash: token, type: 'recovery' })
        if (error) return { error }
        redeemed.current = { auth, email: data.user?.email ?? '' }
      }
      return redeemed.current.auth.updateUser({ password })
    },
    onDone: () => {
      void redeemed.current?.auth.signOut({ scope: 'local' })
      const search = new URLSearchParams({ reason: PASSWORD_SET, email: redeemed.current?.email ?? '' })
      navigation.replace(signInAddresses.signIn(`?${search}`))
    },
  })

  return (
    <AuthLayout title="Set a new password" lead="Then sign in with it.">
      <form onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        {form.refusal && <Notice tone="failed">{form.refusal}</Notice>}
        <PasswordField
          label="New password"
          autoComplete="new-password"
          hint={`At least ${PASSWORD_MIN_LENGTH} characters.`}
          error={form.errors.password}
        />
        <Button type="submit" variant="primary" size="large" isBusy={form.isBusy} className="mt-2">
          Set password
        </Button>
      </form>
      <p className="mt-4 text-table text-muted">
        Did not ask for this? Close the page.{' '}
        <TextLink href={signInAddresses.forgotPassword()}>Send a new link</TextLink>
      </p>
    </AuthLayout>
  )
}
