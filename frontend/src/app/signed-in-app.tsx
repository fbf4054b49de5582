import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { z } from 'zod'
import { TooltipProvider } from '#app/components/ui/tooltip.tsx'
import { savedWords } from '#app/domains/videos/uploads/manager/upload-row.tsx'
import { uploads } from '#app/domains/videos/uploads/upload-store.ts'
import { createQueryClient } from '#app/lib/query-client.ts'
import { showDone } from '#ui/toasts/notify.ts'
import { Toaster } from '#ui/toasts/toaster.tsx'
import { createRoutes } from './routes.tsx'

// zod's compiled parsers need `eval`, which the content security policy forbids.
z.config({ jitless: true })

const queryClient = createQueryClient()
uploads.onSaved((upload) => {
  showDone(`${upload.filename}: ${savedWords(upload.tasks)}`)
  void queryClient.invalidateQueries()
})
const router = createBrowserRouter(createRoutes())

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider>
          <RouterProvider router={router} />
          <Toaster />
        </TooltipProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}
