import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { accountsContract } from '#core/accounts/contract.ts'
import { createApiClient } from '#core/http/client.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { originName, readOrigin } from '../../lib/origin.ts'
import { settingsItem } from '../../storage/items.ts'

const CHECK_MS = 8_000

/** The OpSyncPro server of this panel. Stored only after an OpSyncPro server has answered there. */
export function AddressForm({ origin }: { origin: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="mt-8 border-t border-line pt-4 text-table">
      {isOpen ? (
        <AddressFields origin={origin} onDone={() => setOpen(false)} />
      ) : (
        <p className="flex items-center justify-between gap-2 text-muted">
          <span className="min-w-0 truncate" title={origin}>
            At <span className="text-ink">{originName(origin)}</span>
          </span>
          <Button variant="quiet" size="small" className="-mr-2" onClick={() => setOpen(true)}>
            Change link
          </Button>
        </p>
      )}
    </section>
  )
}

function AddressFields({ origin, onDone }: { origin: string; onDone: () => void }) {
  const [typed, setTyped] = useState(origin)
  const [refusal, setRefusal] = useState<string>()
  const save = useMutation({
    mutationFn: async (next: string) => {
      const callApi = createApiClient({ baseUrl: next, getToken: async () => undefined, timeoutMs: CHECK_MS })
      await callApi(accountsContract.config)
      await settingsItem.write({ origin: next })
    },
    onSuccess: onDone,
    onError: (_error, next) =>
      setRefusal(`No OpSyncPro answered at ${originName(next)}, so the link was not changed. Check it and try again.`),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (save.isPending) return
    const answer = readOrigin(typed)
    setRefusal(answer.ok ? undefined : answer.error)
    if (answer.ok) save.mutate(answer.origin)
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <Field
        label="Link to your OpSyncPro"
        error={refusal}
        hint={refusal ? undefined : 'As you open the dashboard, such as https://app.example.com.'}
      >
        {(wiring) => (
          <Input
            {...wiring}
            inputMode="url"
            autoComplete="url"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" size="small" isBusy={save.isPending}>
          Save link
        </Button>
        <Button variant="quiet" size="small" onClick={onDone}>
          Keep the old one
        </Button>
      </div>
    </form>
  )
}
