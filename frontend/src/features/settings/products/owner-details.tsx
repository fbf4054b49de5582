import { useState } from 'react'
import { type CrmOwner, TITLE_PREFIX_MAX_LENGTH, UpdateCrmOwner } from '#core/products/lists/schema.ts'
import { videoTitle } from '#core/products/rules.ts'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { useChangeEntry } from './use-entries.ts'

const EXAMPLE = { asin: 'B0C1234567', title: 'Cordless desk lamp with three brightness levels and a USB port' }

/** An owner's email and prefix, with an example of a video title. Saved when the person leaves the field. */
export function OwnerDetails({ owner }: { owner: CrmOwner }) {
  const { mutate } = useChangeEntry('owners')
  const [email, setEmail] = useState<string | null>(null)
  const [emailError, setEmailError] = useState<string>()
  const [prefix, setPrefix] = useState<string | null>(null)

  function keepEmail() {
    const typed = email?.trim() || null
    if (email === null || typed === owner.email) {
      setEmail(null)
      setEmailError(undefined)
      return
    }
    const problem = UpdateCrmOwner.safeParse({ email: typed }).error?.issues[0]?.message
    setEmailError(problem)
    if (problem) return
    mutate({ entry: owner, changes: { email: typed } })
    setEmail(null)
  }

  function keepPrefix() {
    const typed = prefix?.trim()
    if (typed !== undefined && typed !== owner.title_prefix) mutate({ entry: owner, changes: { title_prefix: typed } })
    setPrefix(null)
  }

  const shown = prefix ?? owner.title_prefix
  return (
    <div className="grid gap-3 pt-1 pb-2 pl-8.5 sm:grid-cols-2">
      <Field label="Email" error={emailError}>
        {(wiring) => (
          <Input
            {...wiring}
            type="email"
            aria-label={`Email of ${owner.name}`}
            value={email ?? owner.email ?? ''}
            onChange={(event) => setEmail(event.target.value)}
            onBlur={keepEmail}
            autoComplete="off"
            placeholder="None"
          />
        )}
      </Field>
      <Field
        label="Title prefix"
        aside={
          <span className="text-meta text-muted tabular-nums">
            {shown.length}/{TITLE_PREFIX_MAX_LENGTH}
          </span>
        }
        hint={<>A video title would be “{videoTitle(EXAMPLE, shown.trim())}”.</>}
      >
        {(wiring) => (
          <Input
            {...wiring}
            aria-label={`Title prefix of ${owner.name}`}
            value={shown}
            maxLength={TITLE_PREFIX_MAX_LENGTH}
            onChange={(event) => setPrefix(event.target.value)}
            onBlur={keepPrefix}
            autoComplete="off"
            placeholder="None: the title stands alone"
          />
        )}
      </Field>
    </div>
  )
}
