import { type FormEvent, useState } from 'react'
import { authWords } from './auth-words.ts'

export type FormErrors = Partial<Record<'email' | 'password' | 'name', string>>

export const PASSWORD_MIN_LENGTH = 8

/** The values of a sign-in form. */
type AuthFields = { name: string; email: string; password: string }

type Options = {
  check: (fields: AuthFields) => FormErrors
  /** Sends the form; answers the auth service's refusal, or null. */
  submit: (fields: AuthFields) => Promise<{ error: unknown }>
  onDone: (fields: AuthFields) => void
}

/** One form of the auth service: checks, sends once, shows a refusal as a sentence, keeps the typed values. */
export function useAuthForm({ check, submit, onDone }: Options) {
  const [isBusy, setBusy] = useState(false)
  const [errors, setErrors] = useState<FormErrors>({})
  const [refusal, setRefusal] = useState<string>()

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy) return
    const form = event.currentTarget
    const data = new FormData(form)
    const read = (name: string) => String(data.get(name) ?? '')
    const fields = { name: read('name').trim(), email: read('email').trim(), password: read('password') }
    const found = check(fields)
    setErrors(found)
    setRefusal(undefined)
    const [first] = Object.keys(found)
    if (first) {
      const control = form.elements.namedItem(first)
      if (control instanceof HTMLElement) control.focus()
      return
    }
    setBusy(true)
    try {
      const { error } = await submit(fields)
      if (error) setRefusal(authWords(error))
      else onDone(fields)
    } catch (error) {
      setRefusal(authWords(error))
    } finally {
      setBusy(false)
    }
  }

  return { onSubmit, isBusy, errors, refusal }
}

export const checkEmail = (email: string): FormErrors =>
  /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email) ? {} : { email: 'Enter your full email address, such as ana@example.com.' }

export const checkNewPassword = (password: string): FormErrors =>
  password.length >= PASSWORD_MIN_LENGTH ? {} : { password: `Use at least ${PASSWORD_MIN_LENGTH} characters.` }
