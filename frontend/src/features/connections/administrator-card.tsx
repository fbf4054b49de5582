import { useQuery } from '@tanstack/react-query'
import type { LucideIcon } from 'lucide-react'
import { featuresQuery } from '#app/domains/accounts/features.queries.ts'
import type { SharedVendor } from '#core/connections/quotas.ts'
import { ServiceCard } from './service-card.tsx'
import { VendorShare } from './vendor-share.tsx'

const WORDS = {
  configured: { tone: 'done', word: 'Set up' },
  emulated: { tone: 'info', word: 'Emulated' },
  not_configured: { tone: 'neutral', word: 'Not set up' },
} as const

type AdministratorCardProps = {
  feature: SharedVendor
  name: string
  icon: LucideIcon
  purpose: string
  variables: string[]
}

/** A service that the administrator sets up for everyone. */
export function AdministratorCard({ feature, name, icon, purpose, variables }: AdministratorCardProps) {
  const { data: features } = useQuery(featuresQuery())
  const state = features && (features[feature]?.state ?? 'not_configured')
  return (
    <ServiceCard name={name} icon={icon} purpose={purpose} state={state && WORDS[state]}>
      <p className="min-h-13 p-4 text-muted">
        {state === 'configured' && 'Your administrator has set it up for everyone. No action needed.'}
        {state === 'emulated' && 'A stand-in on this machine answers, with made-up data. Nothing leaves the machine.'}
        {state === 'not_configured' && (
          <>
            Your administrator sets{' '}
            {variables.map((variable, index) => (
              <span key={variable}>
                {index > 0 && ' and '}
                <code className="break-all">{variable}</code>
              </span>
            ))}
            .
          </>
        )}
      </p>
      {(state === 'configured' || state === 'emulated') && <VendorShare vendor={feature} />}
    </ServiceCard>
  )
}
