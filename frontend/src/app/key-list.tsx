import { Dialog } from '#ui/dialog.tsx'
import { KeyRows } from '#ui/kbd.tsx'
import { modKey } from '#ui/keyboard.ts'
import { type Place, usePlaces } from './navigation.ts'

const sections = (places: readonly Place[]) =>
  [
    {
      title: 'Everywhere',
      keys: [
        [`${modKey()} K`, 'Search or go to'],
        [`${modKey()} Z`, 'Undo my last change'],
        ['c', 'Add a product'],
        ...places.map(({ keys, label }) => [keys, `Go to ${label}`] as const),
        ['?', 'This list'],
      ],
    },
    {
      title: 'In lists',
      keys: [
        ['j', 'Next row'],
        ['k', 'Previous row'],
        ['Enter', 'Open the row'],
        ['/', 'Search the list'],
        ['x', 'Select the product; complete or reopen the task'],
      ],
    },
    {
      title: 'In the table of products',
      keys: [
        ['↑ ↓ ← →', 'Go from cell to cell'],
        ['F2', 'Edit the cell; Enter does too, and typing'],
        ['e', 'Edit the cell'],
        ['s', 'Change the status'],
        ['Space', 'Peek at the product'],
        ['Delete', 'Empty the cell'],
        [`${modKey()} C`, 'Copy the cell, or the column of what is selected'],
        [`${modKey()} V`, 'Fill cells down and right from what is copied'],
        ['Shift j', 'Select down'],
        ['Esc', 'Clear the selection'],
      ],
    },
    {
      title: 'On the board',
      keys: [
        ['← →', 'Go to the next column'],
        ['m', 'Move the card to a status'],
      ],
    },
    {
      title: 'In the inbox',
      keys: [
        ['j', 'Next conversation'],
        ['k', 'Previous conversation'],
        ['r', 'Write a reply'],
        ['e', 'Resolve or reopen'],
        [`${modKey()} Enter`, 'Send the reply'],
      ],
    },
    {
      title: 'In an open product',
      keys: [
        ['↓', 'Next product'],
        ['↑', 'Previous product'],
        ['Esc', 'Back to the list'],
      ],
    },
  ] as const

/** The keyboard shortcuts. */
export function KeyList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const places = usePlaces()
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keyboard shortcuts">
      <div className="flex flex-col gap-5">
        {sections(places).map((section) => (
          <section key={section.title}>
            <h3 className="mb-1 text-meta font-medium text-muted">{section.title}</h3>
            <KeyRows rows={section.keys} />
          </section>
        ))}
      </div>
    </Dialog>
  )
}
