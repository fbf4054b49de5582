import { useQuery } from '@tanstack/react-query'
import { ChevronDown, Link2, Users } from 'lucide-react'
import { useState } from 'react'
import { useFormat } from '#app/lib/use-format.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Menu, MenuItem, MenuSeparator } from '#ui/dropdown-menu.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { SaveViewDialog } from './save-view-dialog.tsx'
import type { ProductView, ViewChoice } from './use-product-view.ts'
import { useViewWrites } from './use-view-writes.ts'
import { viewQueries } from './views.queries.ts'

/** The views as tabs, the actions on the chosen one, and its unsaved changes. */
export function ViewTabs({ view }: { view: ProductView }) {
  const { data: counts } = useQuery(viewQueries.counts())
  const { locale } = useFormat()
  return (
    <div className="flex items-center gap-2 border-b border-line">
      <nav aria-label="Views" className="-mb-px flex min-w-0 flex-1 overflow-x-auto">
        {view.choices.map((choice) => (
          <ViewTab
            key={choice.key}
            choice={choice}
            count={countText(counts?.[choice.key], locale)}
            isChosen={choice.key === view.view.key}
            onChoose={() => view.choose(choice)}
          />
        ))}
      </nav>
      <ViewActions view={view} />
    </div>
  )
}

// The server answers null for a view whose filter it cannot read.
const countText = (count: number | null | undefined, locale: string | undefined) =>
  count === null ? '–' : count?.toLocaleString(locale)

type ViewTabProps = { choice: ViewChoice; count: string | undefined; isChosen: boolean; onChoose: () => void }

function ViewTab({ choice, count, isChosen, onChoose }: ViewTabProps) {
  const isTheirs = choice.saved && !choice.saved.is_mine
  return (
    <button
      type="button"
      aria-current={isChosen ? 'true' : undefined}
      onClick={onChoose}
      title={isTheirs ? `Shared by ${choice.saved?.created_by_name ?? 'somebody'}` : undefined}
      className={cn(
        'inline-flex h-9 max-w-60 shrink-0 items-center gap-1.5 border-b-2 px-2.5 focus-visible:-outline-offset-2 max-md:h-11',
        isChosen ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
      )}
    >
      <span className="truncate">{choice.name}</span>
      {choice.saved?.is_shared && <Users className="size-3.5 shrink-0" aria-label="Shared" />}
      {count !== undefined && <span className="text-meta text-muted tabular-nums">{count}</span>}
    </button>
  )
}

type Asking = 'new' | 'rename' | null

function ViewActions({ view }: { view: ProductView }) {
  const [asking, setAsking] = useState<Asking>(null)
  const { view: chosen, isEdited, state, defaultKey } = view
  const { saved } = chosen
  const isMine = saved?.is_mine === true
  const { create, update, remove, setDefault } = useViewWrites({ onGone: (id) => id === chosen.key && view.reset() })
  const saving = asking === 'rename' ? update : create

  function save(form: { name: string; is_shared: boolean }) {
    if (asking === 'rename' && saved) {
      update.mutate({ view: saved, changes: form }, { onSuccess: () => setAsking(null) })
    } else {
      create.mutate(
        { ...form, state },
        {
          onSuccess: (created) => {
            setAsking(null)
            view.goTo(created.id)
            showDone(`The view “${created.name}” is saved`)
          },
        },
      )
    }
  }

  function saveChanges() {
    if (!saved) return
    update.mutate(
      { view: saved, changes: { state } },
      {
        onSuccess: () => {
          view.goTo(saved.id)
          showDone(`The view “${saved.name}” is saved`)
        },
        onError: (error) => showFailure(`The view “${saved.name}” was not saved.`, error),
      },
    )
  }

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(view.link())
      showDone('The link is copied')
    } catch {
      showFailure('The link could not be copied. Copy it from the address bar.')
    }
  }

  function ask(what: Asking) {
    create.reset()
    update.reset()
    setAsking(what)
  }

  return (
    <div className="flex shrink-0 items-center gap-1 pb-1">
      {isEdited && (
        <span className="hidden items-center gap-1 md:flex">
          <span className="text-meta text-muted">Edited</span>
          {isMine && (
            <Button size="small" onClick={saveChanges} isBusy={update.isPending}>
              Save
            </Button>
          )}
          <Button size="small" variant={isMine ? 'quiet' : 'secondary'} onClick={() => ask('new')}>
            Save as new
          </Button>
          <Button size="small" variant="quiet" onClick={view.reset}>
            Reset
          </Button>
        </span>
      )}
      <Menu
        align="end"
        trigger={
          <Button size="small" variant="quiet" className="max-md:h-11">
            View <ChevronDown aria-hidden="true" />
          </Button>
        }
      >
        {isEdited && isMine && <MenuItem onSelect={saveChanges}>Save changes</MenuItem>}
        <MenuItem onSelect={() => ask('new')}>Save as new view…</MenuItem>
        {isEdited && <MenuItem onSelect={view.reset}>Reset changes</MenuItem>}
        <MenuSeparator />
        <MenuItem onSelect={() => void copyLink()}>
          <Link2 aria-hidden="true" /> Copy link
        </MenuItem>
        {chosen.key !== defaultKey && (
          <MenuItem onSelect={() => setDefault.mutate(chosen)}>Open Products with this view</MenuItem>
        )}
        {isMine && saved && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => ask('rename')}>Rename or share…</MenuItem>
            <MenuItem tone="danger" onSelect={() => remove.mutate(saved)}>
              Delete view
            </MenuItem>
          </>
        )}
      </Menu>
      <SaveViewDialog
        key={asking}
        isOpen={asking !== null}
        onClose={() => setAsking(null)}
        title={asking === 'rename' ? 'Rename or share the view' : 'Save as a new view'}
        action={asking === 'rename' ? 'Save' : 'Save view'}
        initialName={asking === 'rename' ? (saved?.name ?? '') : ''}
        initialShared={asking === 'rename' ? (saved?.is_shared ?? false) : false}
        onSave={save}
        isBusy={saving.isPending}
        error={saving.error}
      />
    </div>
  )
}
