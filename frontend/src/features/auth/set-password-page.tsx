import { useEffect, useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { signInAddresses } from '#app/lib/addresses.ts'
import { navigation, openAuth } from '#app/lib/session.ts'
import { isRefusedLink } from '#app/lib/sign-in-address.ts'
import { Button } from '#ui/button.tsx'
import { Spinner } from '#ui/spinner.tsx'
import { AuthLayout, TextLink } from './auth-layout.tsx'
import { PasswordField } from './password-field.tsx'
import { checkNewPassword, PASSWORD_MIN_LENGTH, useAuthForm } from './use-auth-form.ts'

/** The page of the link in a recovery mail: the link carries the session, the person enters the new password. */
export function SetPasswordPage() {
  const [link, setLink] = useState<'checking' | 'valid' | 'invalid'>(() =>
    isRefusedLink(location.hash) ? 'invalid' : 'checking',
  )
  useEffect(() => {
    // A person may be signed in already; a refused link must not change that person's password.
    if (isRefusedLink(location.hash)) return
    // Opening the client reads the session out of the URL (detectSessionInUrl).
    openAuth()
      .then((auth) => auth.getSession())
      .then(
        ({ data }) => setLink(data.session ? 'valid' : 'invalid'),
        () => setLink('invalid'),
      )
  }, [])
  const form = useAuthForm({
    check: (fields) => checkNewPassword(fields.password),
    submit: async ({ password }) => (await openAuth()).updateUser({ password }),
    onDone: () => navigation.assign('/'),
  })

  if (link === 'invalid') {
    return (
      <AuthLayout title="This link is no longer valid">
        <p>It works once, for one hour. Your password was not changed.</p>
        <p className="mt-4">
          <TextLink href={signInAddresses.forgotPassword()}>Send a new link</TextLink>
        </p>
      </AuthLayout>
    )
  }

  return (
    <AuthLayout title="Set a new password" lead="You stay signed in on this device.">
      {link === 'checking' ? (
        <p className="flex items-center gap-2 text-muted" role="status">
          <Spinner /> Checking your link…
        </p>
      ) : (
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
      )}
    </AuthLayout>
  )
}
