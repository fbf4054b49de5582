import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import { ApiError } from '#core/http/client.ts'
import { describeError } from '#core/http/describe-error.ts'
import { TITLE_LENGTH } from '#core/quick-list/listing-text.ts'
import type { CreateQuickList, QuickListCheck } from '#core/quick-list/schema.ts'
import { cn } from '#ui/class-names.ts'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { AspectFields } from './aspect-fields.tsx'
import { CategoryField } from './category-field.tsx'
import { Description } from './description.tsx'
import { beginDraft, type Draft, fieldOf, type Issues, readDraft } from './draft.ts'
import { ImagePicker } from './image-picker.tsx'
import { PricePanel } from './price-panel.tsx'
import { useListIt } from './quick-list.queries.ts'
import { useQuickListAddress } from './use-quick-list-address.ts'

type ReviewFormProps = {
  check: QuickListCheck
  earlier: CreateQuickList | null
  /** The person chose another category, and its aspects are loading. */
  isChanging: boolean
  categoryError: string | null
  onCategory: (id: string) => void
}

/** All values of the listing, filled in as far as they are known; errors appear when the person tries to list. */
export function ReviewForm({ check, earlier, isChanging, categoryError, onCategory }: ReviewFormProps) {
  const { address, goTo } = useQuickListAddress()
  const { locale } = useFormat()
  const [draft, setDraft] = useState(() => beginDraft(check, earlier, locale))
  const [isAsked, setIsAsked] = useState(false)
  const [keys] = useState(() => new Map<string, string>())
  const listIt = useListIt(({ id }) => goTo({ attemptId: id }))
  const productId = earlier?.product_id ?? address.productId
  const read = readDraft(draft, check, productId, locale)
  const refused = issuesOf(listIt.error)
  const issues: Issues = isAsked ? { ...refused, ...read.issues } : {}
  const change = (next: Partial<Draft>) => setDraft((known) => ({ ...known, ...next }))

  function submit(event: React.FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setIsAsked(true)
    if (!read.input) {
      const form = event.currentTarget
      // After the errors are drawn.
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    }
    if (!read.input || isChanging) return
    const text = JSON.stringify(read.input)
    const key = keys.get(text) ?? crypto.randomUUID()
    keys.set(text, key)
    listIt.mutate({ input: read.input, key })
  }

  const conditions = check.conditions.map(({ condition, name }) => ({ value: condition, label: name }))
  const isAllowed = conditions.some(({ value }) => value === draft.condition)
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={`List ${check.asin}`}
      className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]"
    >
      <div className="flex min-w-0 flex-col gap-6">
        {check.missing.length > 0 && (
          <Notice tone="waiting">
            Keepa and eBay leave open: {check.missing.map(({ message }) => message).join(' ')}
          </Notice>
        )}
        <Field
          label="Title"
          error={issues.title}
          aside={
            <span
              className={cn('text-meta tabular-nums', draft.title.length > TITLE_LENGTH ? 'text-failed' : 'text-muted')}
            >
              {draft.title.length} / {TITLE_LENGTH}
            </span>
          }
          {...(check.original_title !== check.title && { hint: `On Amazon: ${check.original_title}` })}
        >
          {(wiring) => (
            <Input {...wiring} value={draft.title} onChange={(event) => change({ title: event.target.value })} />
          )}
        </Field>
        <ImagePicker images={draft.images} onChange={(images) => change({ images })} error={issues.images} />
        <CategoryField check={check} error={categoryError ?? issues.category_id} onChange={onCategory} />
        <div className={cn('flex flex-col gap-6', isChanging && 'opacity-60')} aria-busy={isChanging || undefined}>
          <AspectFields
            aspects={check.aspects}
            draft={draft}
            issues={issues}
            onChange={(name, text) => change({ aspects: { ...draft.aspects, [name]: text } })}
          />
          <Field label="Condition" error={issues.condition} hint="What this category allows.">
            {(wiring) => (
              <Select
                {...wiring}
                value={isAllowed && draft.condition ? draft.condition : 'none'}
                onChange={(condition) => change({ condition: condition === 'none' ? null : condition })}
                options={[{ value: 'none' as const, label: 'Choose …' }, ...conditions]}
              />
            )}
          </Field>
        </div>
        <Description html={check.description_html} />
      </div>
      <PricePanel
        check={check}
        draft={draft}
        issues={issues}
        onChange={change}
        isBusy={listIt.isPending}
        problem={problemOf(listIt.error, Object.keys(issues).length)}
      />
    </form>
  )
}

function issuesOf(error: Error | null): Issues {
  const issues = error instanceof ApiError ? (error.problem.issues ?? []) : []
  return Object.fromEntries(issues.map(({ path, message }) => [fieldOf(path.split('.')), message]))
}

function problemOf(error: Error | null, issueCount: number): string | null {
  if (error) return describeError(error).message
  if (issueCount === 0) return null
  return issueCount === 1 ? 'One field is missing or wrong.' : `${issueCount} fields are missing or wrong.`
}
