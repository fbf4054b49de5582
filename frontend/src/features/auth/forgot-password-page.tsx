import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { signInAddresses } from '#app/lib/addresses.ts'
import { openRecovery } from '#app/lib/session.ts'
import { Button } from '#ui/button.tsx'
import { AuthLayout, TextLink } from './auth-layout.tsx'
import { EmailField } from './email-field.tsx'
import { LocalMailHint } from './local-mail-hint.tsx'
import { checkEmail, useAuthForm } from './use-auth-form.ts'

export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string>()
  const form = useAuthForm({
    check: (fields) => checkEmail(fields.email),
    submit: async ({ email }) =>
      (await openRecovery()).resetPasswordForEmail(email, { redirectTo: `${location.origin}/set-password` }),
    onDone: ({ email }) => setSentTo(email),
  })
  const backToSignIn = <TextLink href={signInAddresses.signIn()}>Back to sign in</TextLink>

  if (sentTo) {
    return (
      <AuthLayout title="Check your email" footer={backToSignIn}>
        {/* The same text whether the account exists or not, so that no one learns who has an account. */}
        <p>
          If there is an account for <strong className="font-semibold">{sentTo}</strong>, a link to set a new password
          is on its way. It works once, for one hour.
        </p>
        <LocalMailHint />
      </AuthLayout>
    )
  }

  return (
    <AuthLayout title="Reset your password" lead="We send you a link to set a new one." footer={backToSignIn}>
      <form onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        {form.refusal && <Notice tone="failed">{form.refusal}</Notice>}
        <EmailField error={form.errors.email} />
        <Button type="submit" variant="primary" size="large" isBusy={form.isBusy} className="mt-2">
          Send link
        </Button>
      </form>
    </AuthLayout>
  )
}
