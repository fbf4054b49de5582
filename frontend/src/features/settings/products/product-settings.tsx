import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { Notice } from '#app/components/ui/notice.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import type { CrmListName } from '#core/products/lists/contract.ts'
import { EntryList } from './entry-list.tsx'
import { LISTS } from './list-words.ts'

// safe: the keys of the table, which has every list
const NAMES = Object.keys(LISTS) as CrmListName[]

/** The workspace's lists, one at a time; the chosen one is in the URL. */
export function ProductSettings() {
  const { data: me } = useQuery(meQuery())
  const [search, setSearch] = useSearchParams()
  const name = NAMES.find((candidate) => candidate === search.get('list')) ?? 'statuses'
  if (me?.role === 'uploader') {
    return <Notice tone="info">Owners and managers of the workspace arrange its products. Ask one of them.</Notice>
  }
  return (
    <Tabs
      label="Lists"
      value={name}
      onChange={(list) => setSearch({ list }, { replace: true, preventScrollReset: true })}
      tabs={NAMES.map((value) => ({ value, label: LISTS[value].tab }))}
    >
      <EntryList key={name} name={name} />
    </Tabs>
  )
}
