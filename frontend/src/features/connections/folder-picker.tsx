import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { ChevronRight, Folder } from 'lucide-react'
import { useRef, useState } from 'react'
import { api } from '#app/lib/api.ts'
import {
  type CreateOneDriveFolder,
  type OneDriveFolder,
  type OneDriveFolders,
  onedriveContract,
} from '#core/connections/onedrive.ts'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { NewFolderForm } from './new-folder-form.tsx'
import { oneDriveFoldersQuery } from './onedrive-folders.queries.ts'

type Step = { id: string; name: string }
type FolderPickerProps = { onClose: () => void; onPick: (folderId: string) => void; isSaving: boolean }

/** Opens folders of OneDrive and chooses one. */
export function FolderPicker({ onClose, onPick, isSaving }: FolderPickerProps) {
  const [trail, setTrail] = useState<readonly Step[]>([])
  const trailRef = useRef<HTMLElement>(null)
  const here = trail.at(-1)
  const list = useInfiniteQuery(oneDriveFoldersQuery(here?.id))
  const current = list.data?.pages[0]?.folder

  // The pressed button does not exist in the next folder, so the focus moves to the trail.
  const go = (steps: readonly Step[]) => {
    setTrail(steps)
    trailRef.current?.focus()
  }

  return (
    <Dialog isOpen onClose={onClose} title="Where should videos go?" size="large">
      <nav
        ref={trailRef}
        tabIndex={-1}
        aria-label="Folders above"
        className="rounded-control focus-visible:outline-none"
      >
        <ol className="flex flex-wrap items-center gap-1">
          {[undefined, ...trail].map((step, index) => (
            <li key={step?.id ?? 'top'} className="flex min-w-0 items-center gap-1">
              {index > 0 && <ChevronRight className="size-4 shrink-0 text-muted" aria-hidden="true" />}
              {index === trail.length ? (
                <span aria-current="location" className="truncate px-1 font-medium">
                  {step?.name ?? 'OneDrive'}
                </span>
              ) : (
                <Button variant="quiet" size="small" onClick={() => go(trail.slice(0, index))}>
                  {step?.name ?? 'OneDrive'}
                </Button>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <FolderList list={list} onOpen={({ id, name }) => go([...trail, { id, name }])} />
      {current && (
        <NewFolder
          parentId={current.id}
          queryKeyOf={here?.id}
          onMade={({ id, name }) => go([...trail, { id, name }])}
        />
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" disabled={!current} isBusy={isSaving} onClick={() => current && onPick(current.id)}>
          Use {here ? 'this folder' : 'the top of OneDrive'}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

type FolderListProps = {
  list: ReturnType<typeof useInfiniteQuery<OneDriveFolders, Error, InfiniteData<OneDriveFolders>>>
  onOpen: (folder: OneDriveFolder) => void
}

function FolderList({ list, onOpen }: FolderListProps) {
  const folders = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <div className="mt-3 h-60 overflow-y-auto rounded-control border border-line">
      {list.isPending ? (
        <div role="status" aria-label="Loading folders" className="flex flex-col gap-2 p-2">
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
        </div>
      ) : list.isError && folders.length === 0 ? (
        <div role="alert" className="flex flex-col items-center gap-3 p-6 text-center">
          <p className="text-muted">{describeError(list.error).message}</p>
          <Button size="small" onClick={() => void list.refetch()} isBusy={list.isFetching}>
            Try again
          </Button>
        </div>
      ) : (
        <ul aria-label="Folders" className="p-1">
          {folders.map((folder) => (
            <li key={folder.id}>
              <button
                type="button"
                onClick={() => onOpen(folder)}
                className="flex h-9 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-hover"
              >
                <Folder className="size-4 shrink-0 text-muted" aria-hidden="true" />
                <span className="min-w-0 flex-1 truncate">{folder.name}</span>
                <ChevronRight className="size-4 shrink-0 text-muted" aria-hidden="true" />
              </button>
            </li>
          ))}
          {folders.length === 0 && !list.hasNextPage && (
            <li className="px-2 py-8 text-center text-muted">There are no folders in here.</li>
          )}
          {list.hasNextPage && (
            <li className="flex flex-col items-center gap-2 py-2">
              {list.isFetchNextPageError && <p role="alert">The rest could not be loaded.</p>}
              <Button size="small" onClick={() => void list.fetchNextPage()} isBusy={list.isFetchingNextPage}>
                Show more folders
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

type NewFolderProps = { parentId: string; queryKeyOf: string | undefined; onMade: (folder: OneDriveFolder) => void }

function NewFolder({ parentId, queryKeyOf, onMade }: NewFolderProps) {
  const queryClient = useQueryClient()
  const create = useMutation({
    mutationFn: (folder: CreateOneDriveFolder) => api(onedriveContract.createFolder, { body: folder }),
    onSuccess: (folder) => {
      void queryClient.invalidateQueries({ queryKey: oneDriveFoldersQuery(queryKeyOf).queryKey })
      onMade(folder)
    },
  })
  return (
    <NewFolderForm
      key={parentId}
      error={create.error}
      isBusy={create.isPending}
      onType={create.reset}
      onCreate={(name) => create.mutate({ parent_id: parentId, name })}
    />
  )
}
