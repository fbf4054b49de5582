import { FilterText, ProductSort } from '#core/products/filters.ts'
import { ViewState } from '#core/products/views/schema.ts'

/** The parameters of a URL besides the view: the part of a view's state that people change often. */
export type ViewChange = Partial<Omit<ViewState, 'columns'>>

/** Reads what differs from the view. A manually typed or outdated URL falls back to the view instead of failing. */
export function readChange(address: URLSearchParams): ViewChange {
  const search = ViewState.shape.search.safeParse(address.get('search') ?? undefined).data
  const filter = FilterText.safeParse(address.get('filter') ?? '').data
  const sort = ProductSort.safeParse(address.get('sort')).data
  const layout = ViewState.shape.layout.safeParse(address.get('layout') ?? undefined).data
  return {
    ...(address.has('search') && search !== undefined && { search }),
    ...(filter && { filter }),
    ...(sort && { sort }),
    ...(address.has('layout') && layout && { layout }),
  }
}

/** The URL of a state: only what differs from the view is in it. */
export function writeChange(state: ViewState, view: ViewState): Record<string, string> {
  return {
    ...(state.search !== view.search && { search: state.search }),
    ...(!isSame(state.filter, view.filter) && { filter: JSON.stringify(state.filter) }),
    ...(state.sort !== view.sort && { sort: state.sort }),
    ...(state.layout !== view.layout && { layout: state.layout }),
  }
}

/** Both come out of the same schema, so equal values have equal texts. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
