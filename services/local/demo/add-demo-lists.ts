import type { CallApi } from './seed-demo.ts'

const OWNERS = [
  { name: 'Maya Reviews', color: '#EA580C', email: 'maya@example.com' },
  { name: 'Tom Tests It', color: '#3B82F6', title_prefix: 'Tested at home' },
  { name: 'Kitchen Corner', color: '#10B981', title_prefix: 'First look' },
] as const

const SIZES = [
  { id: '2c7f8a10-5b1e-4c36-9d0a-7e1f3b5a9c01', name: 'Small', color: '#3B82F6' },
  { id: '2c7f8a10-5b1e-4c36-9d0a-7e1f3b5a9c02', name: 'Medium', color: '#EAB308' },
  { id: '2c7f8a10-5b1e-4c36-9d0a-7e1f3b5a9c03', name: 'Large', color: '#EF4444' },
] as const

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** By place in the list: one overdue, one due, one in the future. */
const REMINDERS = new Map([
  [1, { follow_up_date: dayFromNow(-3), follow_up_note: 'Ask the brand for the new packaging' }],
  [3, { follow_up_date: dayFromNow(0), follow_up_note: 'Agree on the fee' }],
  [4, { follow_up_date: dayFromNow(6), follow_up_note: null }],
])

/** Gives the demo products owners, follow-ups and two custom fields, as after some weeks of work. */
export async function addDemoLists(call: CallApi): Promise<void> {
  // safe: the answers below are those of our own contracts, which the endpoints check.
  const made = async (path: string, body: object) => ((await call('POST', path, body)) as { id: string }).id
  const owners: string[] = []
  for (const owner of OWNERS) owners.push(await made('/api/crm-owners', owner))
  const box = await made('/api/crm-fields', { name: 'Box size', kind: 'select', options: SIZES })
  const contract = await made('/api/crm-fields', { name: 'Contract ends', kind: 'date' })

  const { items } = (await call('GET', '/api/sourced-products')) as { items: { id: string }[] } // safe: as above
  for (const [index, { id }] of items.entries()) {
    const [first, second] = [owners[index % 3], owners[(index + 1) % 3]]
    await call('PATCH', `/api/sourced-products/${id}`, {
      // Every fourth product is shared, and every fifth has no owner yet.
      owners:
        index % 5 === 4
          ? []
          : [
              { owner_id: first, is_primary: true, ...(index % 4 === 1 && { share_bps: 6000 }) },
              ...(index % 4 === 1 ? [{ owner_id: second, share_bps: 4000 }] : []),
            ],
      custom_values: {
        ...(index % 2 === 0 && { [box]: SIZES[index % 3]?.id }),
        ...(index % 3 === 0 && { [contract]: `2027-0${1 + (index % 8)}-15` }),
      },
      ...REMINDERS.get(index),
    })
  }
}
