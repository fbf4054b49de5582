import { Package, Plus, Trash2, Type } from 'lucide-react'
import { type Design, MAX_LAYERS } from '#core/thumbnails/design.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'
import { layerName, newLayer, PRODUCT, sourceOptions } from './design-draft.ts'

type LayerListProps = {
  design: Design
  onChange: (design: Design) => void
  selected: string
  onSelect: (selected: string) => void
  onRemoveLayer: (id: string) => void
}

/** The product and the text layers, to choose which one the fields are about. */
export function LayerList({ design, onChange, selected, onSelect, onRemoveLayer }: LayerListProps) {
  const isFull = design.layers.length >= MAX_LAYERS
  const item = (key: string) =>
    cn(
      'flex h-8 min-w-0 flex-1 items-center gap-2 rounded-control px-2 text-left hover:bg-hover [&_svg]:size-4 [&_svg]:shrink-0',
      key === selected && 'bg-hover font-medium',
    )
  return (
    <div>
      <div className="mb-1 flex items-center justify-between">
        <h2 className="font-semibold">Layers</h2>
        <Menu
          align="end"
          trigger={
            <Button
              size="small"
              disabled={isFull}
              title={isFull ? `A template has at most ${MAX_LAYERS} texts` : undefined}
            >
              <Plus aria-hidden="true" /> Add text
            </Button>
          }
        >
          {sourceOptions.map(({ value, label }) => (
            <MenuItem
              key={value}
              onSelect={() => {
                const layer = newLayer(design.layers, value)
                onChange({ ...design, layers: [...design.layers, layer] })
                onSelect(layer.id)
              }}
            >
              <Type aria-hidden="true" /> {label}
            </MenuItem>
          ))}
        </Menu>
      </div>
      <ul aria-label="Layers" className="flex flex-col">
        <li className="flex">
          <button
            type="button"
            aria-pressed={selected === PRODUCT}
            className={item(PRODUCT)}
            onClick={() => onSelect(PRODUCT)}
          >
            <Package aria-hidden="true" /> Product
          </button>
        </li>
        {design.layers.map((layer) => (
          <li key={layer.id} className="flex items-center">
            <button
              type="button"
              aria-pressed={selected === layer.id}
              className={item(layer.id)}
              onClick={() => onSelect(layer.id)}
            >
              <Type aria-hidden="true" />
              <span className="truncate">
                {layerName(design.layers, layer)}
                {layer.source === 'free_text' && layer.text && (
                  <span className="font-normal text-muted"> · {layer.text}</span>
                )}
              </span>
            </button>
            <Button
              variant="quiet"
              size="icon-small"
              aria-label={`Remove ${layerName(design.layers, layer)}`}
              onClick={() => onRemoveLayer(layer.id)}
            >
              <Trash2 aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
