import type { UseMutationResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import type { OneDriveStatus, UpdateOneDrive } from '#core/connections/onedrive.ts'
import { Button } from '#ui/button.tsx'
import { FolderPicker } from './folder-picker.tsx'

type OneDriveDetailsProps = {
  status: OneDriveStatus
  update: UseMutationResult<OneDriveStatus, Error, UpdateOneDrive>
  /** Without access no folder can be looked at. */
  canPick: boolean
}

/** Account, folder, whether new videos go there, and when it last worked. */
export function OneDriveDetails({ status, update, canPick }: OneDriveDetailsProps) {
  const [isPicking, setIsPicking] = useState(false)
  const { account_email, folder, is_chosen, last_success_at } = status
  const isChosen = update.isPending ? (update.variables.is_chosen ?? is_chosen) : is_chosen
  return (
    <dl className="flex flex-col divide-y divide-line">
      <Row name="Account">
        <span className="min-w-0 truncate">{account_email}</span>
      </Row>
      <Row name="Folder">
        <span className="min-w-0 break-words">{folder ? folderName(folder.path) : 'None yet'}</span>
        {canPick && (
          <Button size="small" onClick={() => setIsPicking(true)}>
            {folder ? 'Change' : 'Choose'}
            <span className="sr-only"> the folder for videos</span>
          </Button>
        )}
      </Row>
      <Row name="Store new videos in OneDrive">
        <Switch
          label="Store new videos in OneDrive"
          isOn={isChosen}
          onChange={(isOn) => update.mutate({ is_chosen: isOn })}
        />
      </Row>
      <Row name="Last worked">{last_success_at ? <RelativeTime instant={last_success_at} /> : 'Not yet'}</Row>
      {isPicking && (
        <FolderPicker
          onClose={() => setIsPicking(false)}
          isSaving={update.isPending}
          onPick={(folder_id) => update.mutate({ folder_id }, { onSuccess: () => setIsPicking(false) })}
        />
      )}
    </dl>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center justify-between gap-4 py-1.5">
      <dt className="shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center justify-end gap-3 text-right">{children}</dd>
    </div>
  )
}

/** The path as people say it; the top of the drive has no name of its own. */
const folderName = (path: string): string => (path === '/' ? 'The top of OneDrive' : path)
