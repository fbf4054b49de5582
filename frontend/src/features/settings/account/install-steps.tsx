import type { ReactNode } from 'react'
import type { PublicConfig } from '#core/accounts/schema.ts'
import { buttonStyle } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { BesideAmazon, FolderPage, PinIcon, StorePage } from './install-pictures.tsx'

/** How to install the side panel, with pictures. A server in local mode says where the folder is. */
export function InstallSteps({ panel }: { panel: PublicConfig['panel'] | undefined }) {
  if (!panel) return <Skeleton className="h-40" />
  return (
    <ol className="grid gap-4 sm:grid-cols-3">
      {panel.folder === null ? (
        <Step number={1} title="Add it to Chrome" picture={<StorePage />}>
          {panel.store_url ? (
            <a href={panel.store_url} target="_blank" rel="noreferrer" className={buttonStyle({ size: 'small' })}>
              Open the Chrome Web Store
            </a>
          ) : (
            'It is not in the Chrome Web Store yet. Ask the administrator of this server for the extension.'
          )}
        </Step>
      ) : (
        <Step number={1} title="Load it into Chrome" picture={<FolderPage />}>
          Open <code>chrome://extensions</code>, turn on Developer mode, choose Load unpacked and select this folder:
          <span className="mt-1 flex flex-col items-start gap-1">
            <code className="break-all">{panel.folder}</code>
            <CopyButton text={panel.folder} label="Copy the folder" />
          </span>
        </Step>
      )}
      <Step number={2} title="Pin its icon" picture={<PinIcon />}>
        Press the puzzle piece in the toolbar, then the pin beside OpSyncPro.
      </Step>
      <Step number={3} title="Connect it here" picture={<BesideAmazon />}>
        Come back to this page and press Connect. The panel opens beside it, and stays beside Amazon.
      </Step>
    </ol>
  )
}

type StepProps = { number: number; title: string; picture: ReactNode; children: ReactNode }

const Step = ({ number, title, picture, children }: StepProps) => (
  <li className="flex min-w-0 flex-col gap-2 rounded-card border border-line bg-surface p-3">
    {picture}
    <p className="font-medium">
      {number}. {title}
    </p>
    <div className="text-table text-muted">{children}</div>
  </li>
)
