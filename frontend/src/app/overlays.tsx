import { useOverlay } from '#app/contexts/overlay-context.tsx'
import { AddProductDialog } from '#app/features/products/add-product-dialog.tsx'
import { KeyList } from './key-list.tsx'
import { Palette } from './palette.tsx'

/** Everything that opens over any page; loaded when the first of them opens. */
export function Overlays() {
  const { overlay, close } = useOverlay()
  return (
    <>
      {overlay === 'palette' && <Palette onClose={close} />}
      <AddProductDialog isOpen={overlay === 'add-product'} onClose={close} />
      <KeyList isOpen={overlay === 'keys'} onClose={close} />
    </>
  )
}
