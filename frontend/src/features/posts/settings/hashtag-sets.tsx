import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { queryKeys } from '#app/domains/query-keys.ts'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { api } from '#app/lib/api.ts'
import { readHashtag } from '#core/social/posts/count-text.ts'
import type { HashtagSet } from '#core/social/posts/settings.ts'
import { socialSettingsContract } from '#core/social/posts/settings-contract.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { KeptList } from './kept-list.tsx'
import { Section } from './section.tsx'

/** Hashtags under a name. */
export function HashtagSets() {
  const [edited, setEdited] = useState<HashtagSet | 'new' | null>(null)
  const queryClient = useQueryClient()
  const settle = () => queryClient.invalidateQueries({ queryKey: queryKeys.socialSettings })
  const remove = useMutation({
    mutationFn: ({ id }: HashtagSet) => api(socialSettingsContract.removeHashtagSet, { params: { id } }),
    onSuccess: (_, { name }) => showDone(`Deleted “${name}”`),
    onError: (error) => showFailure('The hashtags were not deleted.', error),
    onSettled: settle,
  })
  return (
    <Section
      title="Hashtag sets"
      lead="Insert a set into a caption. Instagram accepts 5 hashtags per caption."
      query={useQuery(postQueries.hashtagSets())}
    >
      {(sets) =>
        edited ? (
          <SetForm
            set={edited === 'new' ? null : edited}
            onDone={() => {
              setEdited(null)
              void settle()
            }}
          />
        ) : (
          <KeptList
            items={sets.map((set) => ({
              id: set.id,
              name: set.name,
              words: set.tags.map((tag) => `#${tag}`).join(' '),
              row: set,
            }))}
            noun="hashtag set"
            onAdd={() => setEdited('new')}
            onEdit={setEdited}
            onDelete={(set) => remove.mutate(set)}
          />
        )
      }
    </Section>
  )
}

function SetForm({ set, onDone }: { set: HashtagSet | null; onDone: () => void }) {
  const [name, setName] = useState(set?.name ?? '')
  const [text, setText] = useState(set?.tags.map((tag) => `#${tag}`).join(' ') ?? '')
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  const wrong = words.find((word) => readHashtag(word) === null)
  const save = useMutation({
    mutationFn: () => {
      const values = { name, tags: words }
      return set
        ? api(socialSettingsContract.updateHashtagSet, {
            params: { id: set.id },
            body: values,
            ifMatch: set.updated_at,
          })
        : api(socialSettingsContract.createHashtagSet, { body: values })
    },
    onSuccess: () => {
      showDone('Hashtags saved')
      onDone()
    },
    onError: (error) => showFailure('The hashtags were not saved.', error),
  })
  return (
    <form
      aria-label="Hashtag set"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Field label="Name">
        {(wiring) => (
          <Input {...wiring} required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field
        label="Hashtags"
        hint="Separate hashtags with spaces."
        error={
          wrong === undefined
            ? undefined
            : `“${wrong}” is not a hashtag. Use letters, digits and _, and not only digits.`
        }
      >
        {(wiring) => <Input {...wiring} required value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <div className="flex gap-2">
        <Button
          variant="primary"
          type="submit"
          isBusy={save.isPending}
          disabled={wrong !== undefined || words.length === 0}
        >
          Save hashtags
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  )
}
