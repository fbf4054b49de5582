import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, RotateCw } from 'lucide-react'
import { Notice } from '#app/components/ui/notice.tsx'
import { configQuery } from '#app/domains/accounts/features.queries.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { connectPanel, type PanelOutcome } from '#app/domains/side-panel/connect-panel.ts'
import { useSidePanel } from '#app/domains/side-panel/use-side-panel.ts'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from '#ui/button.tsx'
import { InstallSteps } from './install-steps.tsx'

const WORDS: Record<Exclude<PanelOutcome, 'signed_in'>, string> = {
  other_person: 'Another person is signed in to the side panel. Sign out there, then try again.',
  refused: 'The code was too old. Try again.',
  unknown: 'The side panel did not answer. Try again.',
  reload: 'The side panel was updated. Reload this page, then try again.',
}

/** The side panel in this browser: its version, signing in with one click, or how to install it. */
export function SidePanelSection() {
  const { state, version } = useSidePanel()
  const { data: config } = useQuery(configQuery())
  if (state === 'none') return <InstallSteps panel={config?.panel} />
  if (state === 'reload') {
    return (
      <Notice tone="waiting" className="flex flex-wrap items-center justify-between gap-2">
        The side panel was updated. Reload this page to use it here.
        <Button size="small" onClick={() => location.reload()}>
          <RotateCw aria-hidden="true" /> Reload
        </Button>
      </Notice>
    )
  }
  return <Connect isSignedIn={state === 'signed-in'} version={version} />
}

function Connect({ isSignedIn, version }: { isSignedIn: boolean; version: string | null }) {
  const queryClient = useQueryClient()
  const {
    mutate,
    isPending,
    data: outcome,
    error,
  } = useMutation({
    mutationFn: connectPanel,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.sessions }),
  })
  const trouble = error ? describeError(error).message : outcome && outcome !== 'signed_in' && WORDS[outcome]
  return (
    <div className="flex flex-col gap-3 rounded-card border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <p className="flex min-w-0 flex-1 basis-56 items-center gap-2">
          <CircleCheck className="size-4 shrink-0 text-done" aria-hidden="true" />
          <span>
            Installed in this browser{version && `, version ${version}`}.{' '}
            {isSignedIn ? 'You are signed in.' : 'You are not signed in yet.'}
          </span>
        </p>
        <Button variant={isSignedIn ? 'secondary' : 'primary'} isBusy={isPending} onClick={() => mutate()}>
          {isSignedIn ? 'Connect again' : 'Connect the side panel'}
        </Button>
      </div>
      {trouble && <Notice tone="failed">{trouble}</Notice>}
      {outcome === 'signed_in' && (
        <Notice tone="done">The side panel is signed in. Open it beside Amazon with the icon in the toolbar.</Notice>
      )}
    </div>
  )
}
