import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormProvider, useForm, useWatch } from 'react-hook-form'
import { useNavigate, useSearchParams } from 'react-router'
import { Notice } from '#app/components/ui/notice.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { ebaySettingsQuery } from '#app/domains/connections/ebay.queries.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { ApiError } from '#core/http/client.ts'
import { describeError } from '#core/http/describe-error.ts'
import { strategiesContract } from '#core/prices/contract.ts'
import { Strategy } from '#core/prices/schema.ts'
import type { StrategyInput } from '#core/prices/strategies.ts'
import { Button } from '#ui/button.tsx'
import { showDone } from '#ui/toasts/notify.ts'
import { CurveCard } from './curve-card.tsx'
import { PreviewCard } from './preview-card.tsx'
import { RuleConflict } from './rule-conflict.tsx'
import { RuleFields } from './rule-fields.tsx'
import { emptyForm, ruleOf, type StrategyForm, strategyResolver, toForm } from './strategy-form.ts'
import { TimeMachine } from './time-machine.tsx'

const TABS = [
  { value: 'rule', label: 'Rule and preview' },
  { value: 'time-machine', label: 'Time machine' },
] as const

type Conflict = { theirs: Strategy; yours: StrategyInput }

/** The rule of a strategy, saved or new, beside what it does; and its replay over the past. */
export function StrategyEditor({ strategy }: { strategy: Strategy | null }) {
  const format = useFormat()
  const { data: settings } = useQuery(ebaySettingsQuery())
  const [params, setParams] = useSearchParams()
  const tab = params.get('tab') === 'time-machine' ? 'time-machine' : 'rule'
  const [conflict, setConflict] = useState<Conflict>()
  const form = useForm<StrategyForm, unknown, StrategyInput>({
    resolver: strategyResolver,
    defaultValues: strategy ? toForm(strategy) : emptyForm(settings?.time_zone ?? format.timeZone),
  })
  const save = useSaveStrategy(strategy, {
    onSaved: (saved) => {
      setConflict(undefined)
      form.reset(toForm(saved))
    },
    onConflict: setConflict,
    onRefused: (path, message) => form.setError(path, { type: 'custom', message }),
  })
  // safe: the form has every field from the start, so none is missing while it is watched
  const values = useWatch({ control: form.control }) as StrategyForm
  const rule = ruleOf(values)
  const { isDirty } = form.formState

  return (
    <FormProvider {...form}>
      <Tabs
        label="View"
        value={tab}
        onChange={(next) => setParams(next === 'rule' ? {} : { tab: next }, { replace: true })}
        tabs={TABS}
      >
        {tab === 'rule' ? (
          <div className="grid items-start gap-6 py-4 lg:grid-cols-[minmax(0,380px)_minmax(0,1fr)]">
            <form
              aria-label="Rule"
              noValidate
              className="flex flex-col gap-4"
              onSubmit={form.handleSubmit((input) => save.mutate({ input, ifMatch: strategy?.updated_at }))}
            >
              {conflict && (
                <RuleConflict
                  {...conflict}
                  onKeep={() => {
                    form.reset(toForm(conflict.theirs))
                    setConflict(undefined)
                  }}
                  onOverwrite={() => save.mutate({ input: conflict.yours, ifMatch: conflict.theirs.updated_at })}
                />
              )}
              {save.error && !conflict && !isField(save.error) && (
                <Notice tone="failed">{describeError(save.error).message}</Notice>
              )}
              <RuleFields isNew={strategy === null} />
              {strategy?.is_live && isDirty && (
                <Notice tone="waiting">This strategy is live: your changes apply from the next price drop on.</Notice>
              )}
              <div className="flex items-center gap-2">
                <Button
                  type="submit"
                  variant="primary"
                  isBusy={save.isPending}
                  disabled={strategy !== null && !isDirty}
                >
                  {strategy ? 'Save strategy' : 'Save as preview'}
                </Button>
                {strategy && isDirty && <Button onClick={() => form.reset()}>Discard changes</Button>}
              </div>
            </form>
            <div className="flex min-w-0 flex-col gap-4">
              <CurveCard rule={rule} strategyId={strategy?.id} isLive={strategy?.is_live ?? false} />
              <PreviewCard rule={rule} strategy={strategy} />
            </div>
          </div>
        ) : (
          <TimeMachine rule={rule} strategy={strategy} />
        )}
      </Tabs>
    </FormProvider>
  )
}

const isField = (error: Error) => error instanceof ApiError && error.is('name_taken')

type Outcomes = {
  onSaved: (saved: Strategy) => void
  onConflict: (conflict: Conflict) => void
  onRefused: (path: 'name', message: string) => void
}

function useSaveStrategy(strategy: Strategy | null, { onSaved, onConflict, onRefused }: Outcomes) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: ({ input, ifMatch }: { input: StrategyInput; ifMatch: string | undefined }) =>
      strategy
        ? api(strategiesContract.update, { params: { id: strategy.id }, body: input, ...(ifMatch && { ifMatch }) })
        : api(strategiesContract.create, { body: input }),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: queryKeys.strategies })
      void queryClient.invalidateQueries({ queryKey: queryKeys.listings })
      onSaved(saved)
      if (strategy) showDone(`${saved.name} saved`)
      else {
        showDone(`${saved.name} saved as a preview`, "Prices don't change until you publish it.")
        void navigate(addresses.strategy(saved.id), { replace: true })
      }
    },
    onError: (error, { input }) => {
      if (!(error instanceof ApiError)) return
      if (error.is('name_taken')) onRefused('name', error.message)
      const theirs = error.is('row_changed') ? Strategy.safeParse(error.problem.current).data : undefined
      if (theirs) onConflict({ theirs, yours: input })
    },
  })
}
