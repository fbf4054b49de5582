import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { subscribeTheme } from '#ui/theme.ts'
import { Toaster } from '#ui/toasts/toaster.tsx'
import { App } from './app.tsx'
import { createQueryClient } from './query-client.ts'

// The panel has no theme setting: it follows the system while it is open.
subscribeTheme(() => {})

const root = document.getElementById('root')
if (!root) throw new Error('panel.html has no #root')

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <App />
      <Toaster room="panel" />
    </QueryClientProvider>
  </StrictMode>,
)
