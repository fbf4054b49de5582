import { Notice } from '#app/components/ui/notice.tsx'
import { signInAddresses } from '#app/lib/addresses.ts'
import { navigation, openAuth } from '#app/lib/session.ts'
import { readNext, type SignInReason } from '#app/lib/sign-in-address.ts'
import { Button } from '#ui/button.tsx'
import { AuthLayout, TextLink } from './auth-layout.tsx'
import { EmailField } from './email-field.tsx'
import { PasswordField } from './password-field.tsx'
import { checkEmail, useAuthForm } from './use-auth-form.ts'

/** What the person finished before this page opened. */
const DONE: ReadonlyMap<string | null, string> = new Map<SignInReason, string>([
  ['signed-out', 'You are signed out.'],
  ['password-set', 'Your new password is set. Sign in with it.'],
  ['email-confirmed', 'Your email is confirmed. Sign in to start.'],
])

export function SignInPage() {
  const search = new URLSearchParams(location.search)
  const reason = search.get('reason')
  const done = DONE.get(reason)
  const email = search.get('email') ?? ''
  const form = useAuthForm({
    check: (fields) => ({
      ...checkEmail(fields.email),
      ...(fields.password === '' && { password: 'Enter your password.' }),
    }),
    submit: async ({ email, password }) => (await openAuth()).signInWithPassword({ email, password }),
    onDone: () => navigation.assign(readNext(location.search, location.origin)),
  })

  return (
    <AuthLayout
      title="Sign in"
      footer={
        <>
          New here? <TextLink href={signInAddresses.signUp(location.search)}>Create an account</TextLink>
        </>
      }
    >
      {/* noValidate: the browser's own bubbles are neither translated nor read out reliably. */}
      <form onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        {reason === 'expired' && (
          <Notice tone="waiting">Your session ended. Sign in to continue where you left off.</Notice>
        )}
        {done && !form.refusal && <Notice tone="done">{done}</Notice>}
        {form.refusal && <Notice tone="failed">{form.refusal}</Notice>}
        <EmailField error={form.errors.email} defaultValue={email} />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          error={form.errors.password}
          aside={
            <span className="text-table">
              <TextLink href={signInAddresses.forgotPassword()}>Forgot password?</TextLink>
            </span>
          }
        />
        <Button type="submit" variant="primary" size="large" isBusy={form.isBusy} className="mt-2">
          Sign in
        </Button>
      </form>
    </AuthLayout>
  )
}
