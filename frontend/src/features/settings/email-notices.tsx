import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Switch } from '#app/components/ui/switch.tsx'
import { featuresQuery } from '#app/domains/accounts/features.queries.ts'
import type { Me } from '#core/accounts/schema.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import { useSwitchEmailNotices } from './use-switch-email-notices.ts'

/** Whether OpSyncPro writes to this person. `me` is unknown while the person is loading. */
export function EmailNotices({ me }: { me: Me | undefined }) {
  const { mutate } = useSwitchEmailNotices()
  const { data: features } = useQuery(featuresQuery())
  const hintId = useId()
  if (!me) return <Skeleton className="h-8" />
  const isMissing = features?.email?.state === 'not_configured'
  return (
    <>
      <span className="inline-flex min-h-8 items-center gap-2">
        <Switch
          label="Email me when something needs me"
          aria-describedby={isMissing ? hintId : undefined}
          isOn={me.email_notices}
          onChange={mutate}
        />
        <span aria-hidden="true">Email me when something needs me</span>
      </span>
      {isMissing && (
        <p id={hintId} className="text-meta text-muted">
          No emails are sent yet: your administrator has not set up a mail server.
        </p>
      )}
    </>
  )
}
