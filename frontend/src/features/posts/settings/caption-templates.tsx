import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Select } from '#app/components/ui/select.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { api } from '#app/lib/api.ts'
import { NETWORK_NAMES, SocialNetwork } from '#core/social/networks.ts'
import { unknownPlaceholders } from '#core/social/posts/caption-templates.ts'
import type { SocialTemplate } from '#core/social/posts/settings.ts'
import { socialSettingsContract } from '#core/social/posts/settings-contract.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Field } from '#ui/field.tsx'
import { Input, inputStyle } from '#ui/input.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { KeptList } from './kept-list.tsx'
import { Section } from './section.tsx'

/** Captions with placeholders. */
export function CaptionTemplates() {
  const [edited, setEdited] = useState<SocialTemplate | 'new' | null>(null)
  const queryClient = useQueryClient()
  const settle = () => queryClient.invalidateQueries({ queryKey: queryKeys.socialSettings })
  const remove = useMutation({
    mutationFn: ({ id }: SocialTemplate) => api(socialSettingsContract.removeTemplate, { params: { id } }),
    onSuccess: (_, { name }) => showDone(`Deleted “${name}”`),
    onError: (error) => showFailure('The template was not deleted.', error),
    onSettled: settle,
  })
  return (
    <Section
      title="Caption templates"
      lead="Use {title}, {asin}, {link} and {hashtags}. A line whose value is missing is left out."
      query={useQuery(postQueries.templates())}
    >
      {(templates) =>
        edited ? (
          <TemplateForm
            template={edited === 'new' ? null : edited}
            onDone={() => {
              setEdited(null)
              void settle()
            }}
          />
        ) : (
          <KeptList
            items={templates.map((template) => ({
              id: template.id,
              name: template.name,
              words: template.body,
              mark: template.network && NETWORK_NAMES[template.network],
              row: template,
            }))}
            noun="template"
            onAdd={() => setEdited('new')}
            onEdit={setEdited}
            onDelete={(template) => remove.mutate(template)}
          />
        )
      }
    </Section>
  )
}

function TemplateForm({ template, onDone }: { template: SocialTemplate | null; onDone: () => void }) {
  const [name, setName] = useState(template?.name ?? '')
  const [body, setBody] = useState(template?.body ?? '')
  const [network, setNetwork] = useState<SocialNetwork | null>(template?.network ?? null)
  const [unknown] = unknownPlaceholders(body)
  const save = useMutation({
    mutationFn: () => {
      const values = { name, body, network }
      return template
        ? api(socialSettingsContract.updateTemplate, {
            params: { id: template.id },
            body: values,
            ifMatch: template.updated_at,
          })
        : api(socialSettingsContract.createTemplate, { body: values })
    },
    onSuccess: () => {
      showDone('Template saved')
      onDone()
    },
    onError: (error) => showFailure('The template was not saved.', error),
  })
  return (
    <form
      aria-label="Caption template"
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
      <Field label="For" hint="A template for one network is offered in that network's version only.">
        {(wiring) => (
          <Select
            {...wiring}
            value={network ?? 'all'}
            onChange={(value) => setNetwork(value === 'all' ? null : value)}
            options={[
              { value: 'all' as const, label: 'Every network' },
              ...SocialNetwork.options.map((value) => ({ value, label: NETWORK_NAMES[value] })),
            ]}
          />
        )}
      </Field>
      <Field
        label="Caption"
        error={
          unknown === undefined ? undefined : `{${unknown}} is unknown. Use {title}, {asin}, {link} or {hashtags}.`
        }
      >
        {(wiring) => (
          <textarea
            {...wiring}
            required
            rows={5}
            maxLength={5000}
            value={body}
            onChange={(event) => setBody(event.target.value)}
            className={cn(inputStyle, 'w-full px-2.5 py-1.5')}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button variant="primary" type="submit" isBusy={save.isPending} disabled={unknown !== undefined}>
          Save template
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  )
}
