import type { QueryKey } from '@tanstack/react-query'
import type { LucideIcon } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import type { connectionQuery } from '#app/domains/connections/connection-query.ts'
import type { ConnectionStatus } from '#core/connections/connection.ts'

/** What is particular about one provider's card. */
export type ConnectionView<Status extends ConnectionStatus, Test extends Status> = {
  /** The parameter of the URL after the sign-in: ?onedrive=connected. */
  provider: string
  /** The name of what is connected and of the company: OneDrive, Microsoft. */
  name: string
  vendor: string
  icon: LucideIcon
  /** What the connection is for, in one sentence. */
  purpose: string
  query: ReturnType<typeof connectionQuery<Status>>
  /** The requests that start a sign-in, test the connection, and disconnect the account. */
  begin: () => Promise<{ auth_url: string }>
  test: () => Promise<Test>
  disconnect: () => Promise<Status>
  /** Further query keys to load again after disconnecting. */
  affected: readonly QueryKey[]
  /** Variables that the administrator sets. */
  variables: readonly string[]
  permissions: readonly string[]
  words: {
    /** After "… is connected." */
    connected?: string
    /** What stays safe while the connection fails. */
    safe: string
    /** The sentence after a successful test. */
    tested: (test: Test) => string
    /** The list in the dialog, and a second sentence for the toast. */
    disconnecting: readonly string[]
    disconnected?: string
    /** Why a sign-in failed, by code, beyond the reasons that all providers share. */
    failures?: Readonly<Record<string, string>>
  }
  Details: ComponentType<{ status: Status }>
  /** A button beside Test. */
  action?: ReactNode
}
