import { Languages } from 'lucide-react'
import { useState } from 'react'
import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import { DubLanguage, type ProductVideo } from '#core/videos/schema.ts'
import { Button } from '#ui/button.tsx'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'
import { DubDialog } from './dub-dialog.tsx'

const WORDS = { ready: 'ready', pending: 'under way', processing: 'under way' } as const

/** The languages for dubbing a video; a finished or running dub is shown and cannot be chosen. */
export function DubMenu({ video }: { video: ProductVideo }) {
  const [language, setLanguage] = useState<DubLanguage>()
  const stateOf = (wanted: DubLanguage) => video.variants.find((variant) => variant.language === wanted)?.state
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button variant="quiet" size="small" aria-label={`Dub ${video.filename}`}>
            <Languages aria-hidden="true" /> Dub
          </Button>
        }
      >
        {DubLanguage.options.map((option) => {
          const state = stateOf(option)
          const isTaken = state !== undefined && state !== 'failed'
          return (
            <MenuItem key={option} isDisabled={isTaken} onSelect={() => setLanguage(option)}>
              {DUB_LANGUAGE_NAMES[option]}
              {isTaken && <span className="ml-auto pl-4 text-meta text-muted">{WORDS[state]}</span>}
              {state === 'failed' && <span className="ml-auto pl-4 text-meta text-muted">try again</span>}
            </MenuItem>
          )
        })}
      </Menu>
      <DubDialog
        videoId={video.id}
        language={language ?? 'de'}
        isOpen={language !== undefined}
        onClose={() => setLanguage(undefined)}
      />
    </>
  )
}
