import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { signInAddresses } from '#app/lib/addresses.ts'
import { navigation, openAuth } from '#app/lib/session.ts'
import { readNext, signInAddress } from '#app/lib/sign-in-address.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { AuthLayout, TextLink } from './auth-layout.tsx'
import { EmailField } from './email-field.tsx'
import { LocalMailHint } from './local-mail-hint.tsx'
import { PasswordField } from './password-field.tsx'
import { checkEmail, checkNewPassword, PASSWORD_MIN_LENGTH, useAuthForm } from './use-auth-form.ts'

export function SignUpPage() {
  const [confirming, setConfirming] = useState<string>()
  const form = useAuthForm({
    check: (fields) => ({
      ...(fields.name === '' && { name: 'Enter the name your team knows you by.' }),
      ...checkEmail(fields.email),
      ...checkNewPassword(fields.password),
    }),
    submit: async ({ name, email, password }) => {
      const auth = await openAuth()
      const { data, error } = await auth.signUp({
        email,
        password,
        options: {
          data: { name, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
          emailRedirectTo: location.origin + signInAddress('/', 'email-confirmed'),
        },
      })
      // With email confirmation on, there is a person but no session yet.
      if (!error && !data.session) setConfirming(email)
      return { error }
    },
    onDone: () => {
      void openAuth()
        .then((auth) => auth.getSession())
        .then(({ data }) => {
          if (data.session) navigation.assign(readNext(location.search, location.origin))
        })
    },
  })

  if (confirming) {
    return (
      <AuthLayout
        title="Check your email"
        footer={<TextLink href={signInAddresses.signIn()}>Back to sign in</TextLink>}
      >
        <p>
          We sent a link to <strong className="font-semibold">{confirming}</strong>. Open it to finish your account.
        </p>
        <LocalMailHint />
      </AuthLayout>
    )
  }

  return (
    <AuthLayout
      title="Create your account"
      lead="You get your own workspace. Free to try, no card."
      footer={
        <>
          Have an account? <TextLink href={signInAddresses.signIn(location.search)}>Sign in</TextLink>
        </>
      }
    >
      <form onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        {form.refusal && <Notice tone="failed">{form.refusal}</Notice>}
        <Field label="Name" error={form.errors.name}>
          {(wiring) => <Input {...wiring} name="name" autoComplete="name" maxLength={80} required className="h-10" />}
        </Field>
        <EmailField error={form.errors.email} />
        <PasswordField
          label="Password"
          autoComplete="new-password"
          hint={`At least ${PASSWORD_MIN_LENGTH} characters.`}
          error={form.errors.password}
        />
        <Button type="submit" variant="primary" size="large" isBusy={form.isBusy} className="mt-2">
          Create account
        </Button>
      </form>
    </AuthLayout>
  )
}
