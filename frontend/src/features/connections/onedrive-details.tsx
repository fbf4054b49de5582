import { useState } from 'react'
import { Switch } from '#app/components/ui/switch.tsx'
import type { OneDriveStatus } from '#core/connections/onedrive.ts'
import { Button } from '#ui/button.tsx'
import { DetailRow } from './detail-row.tsx'
import { FolderPicker } from './folder-picker.tsx'
import { useUpdateOneDrive } from './use-update-onedrive.ts'

/** The account, the folder, and whether new videos are stored in it. */
export function OneDriveDetails({ status }: { status: OneDriveStatus }) {
  const update = useUpdateOneDrive()
  const [isPicking, setIsPicking] = useState(false)
  const { account_email, folder, is_chosen } = status
  const isChosen = update.isPending ? (update.variables.is_chosen ?? is_chosen) : is_chosen
  // Without access no folder can be listed.
  const canPick = status.state !== 'reconnect'
  return (
    <>
      <DetailRow name="Account">
        <span className="min-w-0 truncate">{account_email}</span>
      </DetailRow>
      <DetailRow name="Folder">
        <span className="min-w-0 break-words">{folder ? folderName(folder.path) : 'None yet'}</span>
        {canPick && (
          <Button size="small" onClick={() => setIsPicking(true)}>
            {folder ? 'Change' : 'Choose'}
            <span className="sr-only"> the folder for videos</span>
          </Button>
        )}
      </DetailRow>
      <DetailRow name="Store new videos in OneDrive">
        <Switch
          label="Store new videos in OneDrive"
          isOn={isChosen}
          onChange={(isOn) => update.mutate({ is_chosen: isOn })}
        />
      </DetailRow>
      {isPicking && (
        <FolderPicker
          onClose={() => setIsPicking(false)}
          isSaving={update.isPending}
          onPick={(folder_id) => update.mutate({ folder_id }, { onSuccess: () => setIsPicking(false) })}
        />
      )}
    </>
  )
}

/** The path for people; the root of the drive has no name of its own. */
const folderName = (path: string): string => (path === '/' ? 'Root folder' : path)
