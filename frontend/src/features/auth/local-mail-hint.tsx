import { useEffect, useState } from 'react'
import { loadConfig } from '#app/lib/config.ts'
import { TextLink } from './auth-layout.tsx'

/** On a machine without a mail server, links to the local mailbox. Shows nothing elsewhere. */
export function LocalMailHint() {
  const [isLocal, setLocal] = useState(false)
  useEffect(() => {
    loadConfig().then(
      (config) => setLocal(config.environment === 'local'),
      () => setLocal(false),
    )
  }, [])
  if (!isLocal) return null
  return (
    <p className="mt-4 rounded-control bg-sunken px-3 py-2 text-table text-muted">
      This copy runs on your machine and sends no email. <TextLink href="/_local/mail">Read it here</TextLink>.
    </p>
  )
}
