import type { QueryKey } from '@tanstack/react-query'
import type { LucideIcon } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import type { connectionQuery } from '#app/domains/connections/connection-query.ts'
import type { ConnectionStatus } from '#core/connections/connection.ts'

/** What is particular about one provider's card. */
export type ConnectionView<Status extends ConnectionStatus, Test extends Status> = {
  /** As in the address the sign-in comes back to: ?onedrive=connected. */
  provider: string
  /** What is connected, and who lets us in: OneDrive, Microsoft. */
  name: string
  vendor: string
  icon: LucideIcon
  /** What it is good for, in one sentence. */
  purpose: string
  query: ReturnType<typeof connectionQuery<Status>>
  /** Where the browser goes to sign in; a try of everything; forgetting the account. */
  begin: () => Promise<{ auth_url: string }>
  test: () => Promise<Test>
  disconnect: () => Promise<Status>
  /** What else to ask for again after disconnecting. */
  affected: readonly QueryKey[]
  /** Variables the administrator sets. */
  variables: readonly string[]
  permissions: readonly string[]
  words: {
    /** After "… is connected." */
    connected?: string
    /** What people need not worry about while it is broken. */
    safe: string
    /** What a successful test says. */
    tested: (test: Test) => string
    /** The list in the dialog, and a second sentence for the toast afterwards. */
    disconnecting: readonly string[]
    disconnected?: string
    /** Why a sign-in failed, by code, beyond what every provider says. */
    failures?: Readonly<Record<string, string>>
  }
  Details: ComponentType<{ status: Status }>
  /** A button beside Test. */
  action?: ReactNode
}
