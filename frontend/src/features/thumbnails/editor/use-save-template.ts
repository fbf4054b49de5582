import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { ApiError } from '#core/http/client.ts'
import { thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import type { Design } from '#core/thumbnails/design.ts'
import { ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { showDone } from '#ui/toasts/notify.ts'

/** What a person saves of a template. */
export type TemplateDraft = {
  owner_id: string
  name: string
  is_active: boolean
  upload_session_id: string | undefined
  design: Design
}

type Save = { draft: TemplateDraft; ifMatch: string | undefined }
type Outcomes = { onSaved: (saved: ThumbnailTemplate) => void; onConflict: (theirs: ThumbnailTemplate) => void }

/** Saves a new template, or the next version of one. */
export function useSaveTemplate(template: ThumbnailTemplate | null, { onSaved, onConflict }: Outcomes) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: ({ draft: { owner_id, name, is_active, upload_session_id, design }, ifMatch }: Save) =>
      template
        ? api(thumbnailTemplatesContract.update, {
            params: { id: template.id },
            body: { name, ...design, ...(upload_session_id && { upload_session_id }) },
            ...(ifMatch && { ifMatch }),
          })
        : api(thumbnailTemplatesContract.create, {
            body: { owner_id, name, is_active, upload_session_id: upload_session_id ?? '', ...design },
          }),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: [...queryKeys.thumbnails, 'templates'] })
      void queryClient.invalidateQueries({ queryKey: [...queryKeys.thumbnails, 'versions'] })
      onSaved(saved)
      const isNewVersion = template !== null && saved.version > template.version
      showDone(`${saved.name} saved`, isNewVersion ? `It is version ${saved.version}.` : undefined)
      if (!template) void navigate(addresses.thumbnailTemplate(saved.id), { replace: true })
    },
    onError: (error) => {
      const isConflict = error instanceof ApiError && error.is('row_changed')
      const theirs = isConflict ? ThumbnailTemplate.safeParse(error.problem.current).data : undefined
      if (theirs) onConflict(theirs)
    },
  })
}
