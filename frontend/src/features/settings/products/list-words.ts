import { addresses } from '#app/lib/addresses.ts'
import type { CrmListName } from '#core/products/lists/contract.ts'

type ListWords = {
  tab: string
  /** What the list is for, in a sentence or two. */
  about: string
  /** The noun in "New …" and "Delete this …". */
  one: string
  /** The text of an empty list. */
  empty: string
  /** The filter field for products with an entry; null when it is `custom.<id>`. */
  filterField: string | null
}

export const LISTS: Record<CrmListName, ListWords> = {
  statuses: {
    tab: 'Statuses',
    about: 'The steps a product goes through, in order. New products begin in the first one that is shown.',
    one: 'status',
    empty: 'Add at least one status.',
    filterField: 'status_id',
  },
  owners: {
    tab: 'Owners',
    about: 'The names your videos appear under. They are not logins. A prefix begins the video titles of an owner.',
    one: 'owner',
    empty: 'Add the channel or persona your videos appear under.',
    filterField: 'owner_id',
  },
  collaborationTypes: {
    tab: 'Collaborations',
    about: 'How you work with the seller on a product.',
    one: 'collaboration type',
    empty: 'Add the kinds of deals you make.',
    filterField: 'collaboration_type_id',
  },
  contactSources: {
    tab: 'Contacts',
    about: 'Where you and the seller met.',
    one: 'contact source',
    empty: 'Add the places where sellers find you.',
    filterField: 'contact_source_id',
  },
  marketplaces: {
    tab: 'Sales channels',
    about: 'Where a product goes after its video. Amazon marketplaces are under General.',
    one: 'sales channel',
    empty: 'Add the places where you sell what you reviewed.',
    filterField: 'marketplace_id',
  },
  fields: {
    tab: 'Custom fields',
    about: 'Fields of your own on every product, next to the ones it has already.',
    one: 'custom field',
    empty: 'Add what your products have and the page does not, such as a size or a contract date.',
    filterField: null,
  },
}

/** The product list, filtered to the products with an entry. */
export function addressOfProducts(name: CrmListName, id: string): string {
  const field = LISTS[name].filterField
  const rule = field
    ? { field, operator: 'is_any_of', value: [id] }
    : { field: `custom.${id}`, operator: 'is_not_empty' }
  return addresses.products({ filter: JSON.stringify({ match: 'all', rules: [rule] }) })
}
