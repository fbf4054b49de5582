import { Ellipsis, FileUp } from 'lucide-react'
import { useNavigate } from 'react-router'
import { Button } from '#app/components/ui/button.tsx'
import { Menu, MenuItem } from '#app/components/ui/dropdown-menu.tsx'
import type { TableColumn } from './table/table-columns.ts'
import type { ProductView } from './views/use-product-view.ts'

type PageMenuProps = { view: ProductView; arranged: readonly TableColumn[] }

/** Files in and out. */
export function PageMenu(_props: PageMenuProps) {
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
      <MenuItem onSelect={() => void navigate('/products/import')}>
        <FileUp aria-hidden="true" /> Import products
      </MenuItem>
    </Menu>
  )
}
