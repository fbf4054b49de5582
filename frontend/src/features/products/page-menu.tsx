import { Ellipsis, FileUp } from 'lucide-react'
import { useNavigate } from 'react-router'
import { addresses } from '#app/lib/addresses.ts'
import { Button } from '#ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '#ui/dropdown-menu.tsx'
import { ExportMenuItems } from './imports/export-menu-items.tsx'
import { asFilters } from './products.queries.ts'
import type { TableColumn } from './table/table-columns.ts'
import type { ProductView } from './views/use-product-view.ts'

type PageMenuProps = { view: ProductView; arranged: readonly TableColumn[] }

/** Import and export. */
export function PageMenu({ view, arranged }: PageMenuProps) {
  const navigate = useNavigate()
  return (
    <Menu
      align="end"
      trigger={
        <Button size="icon" className="max-md:size-11" aria-label="More for products">
          <Ellipsis aria-hidden="true" />
        </Button>
      }
    >
      <MenuItem onSelect={() => void navigate(addresses.importProducts())}>
        <FileUp aria-hidden="true" /> Import products
      </MenuItem>
      <MenuSeparator />
      <ExportMenuItems view={exported(view)} columns={shownIds(arranged)} />
    </Menu>
  )
}

function exported({ state }: ProductView) {
  const { search, filter, sort } = asFilters(state)
  return { ...(search && { search }), ...(filter && { filter: JSON.stringify(filter) }), ...(sort && { sort }) }
}

const shownIds = (arranged: readonly TableColumn[]) => {
  const shown = arranged.filter(({ isHidden }) => !isHidden)
  return [...shown.filter(({ isPinned }) => isPinned), ...shown.filter(({ isPinned }) => !isPinned)].map(({ id }) => id)
}
