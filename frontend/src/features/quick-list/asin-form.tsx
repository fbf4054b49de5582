import { useState } from 'react'
import { findAsin } from '#core/asin.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'

/** An ASIN, or the link of a product on Amazon. */
export function AsinForm({ asin, onFound }: { asin: string | null; onFound: (asin: string) => void }) {
  const [text, setText] = useState(asin ?? '')
  const [error, setError] = useState<string>()

  function lookUp(event: React.FormEvent) {
    event.preventDefault()
    const found = findAsin(text)
    if (found) onFound(found)
    setError(
      found ? undefined : "That isn't an ASIN. ASINs start with B and have 10 characters; books use their ISBN-10.",
    )
  }

  return (
    <form onSubmit={lookUp} noValidate className="flex max-w-xl items-start gap-2">
      <div className="flex-1">
        <Field
          label="ASIN or Amazon link"
          error={error}
          hint={asin ? undefined : 'Each product lookup uses 1 Keepa token per day.'}
        >
          {(wiring) => (
            <div className="flex gap-2">
              <Input
                {...wiring}
                value={text}
                onChange={(event) => setText(event.target.value)}
                placeholder="B0…"
                autoComplete="off"
                spellCheck={false}
                autoFocus={!asin}
              />
              <Button type="submit" variant={asin ? 'secondary' : 'primary'}>
                Look up
              </Button>
            </div>
          )}
        </Field>
      </div>
    </form>
  )
}
