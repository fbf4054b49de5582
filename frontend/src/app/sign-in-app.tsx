import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { SignInPage } from '#app/features/auth/sign-in-page.tsx'
import type { SignInAddress } from '#app/lib/sign-in-address.ts'

const PAGES: Record<SignInAddress, React.ComponentType> = {
  '/sign-in': SignInPage,
  '/sign-up': lazy(() => import('#app/features/auth/sign-up-page.tsx').then((m) => ({ default: m.SignUpPage }))),
  '/forgot-password': lazy(() =>
    import('#app/features/auth/forgot-password-page.tsx').then((m) => ({ default: m.ForgotPasswordPage })),
  ),
  '/set-password': lazy(() =>
    import('#app/features/auth/set-password-page.tsx').then((m) => ({ default: m.SetPasswordPage })),
  ),
}

function SignInApp() {
  const found = Object.entries(PAGES).find(([address]) => address === location.pathname)
  const Page = found?.[1] ?? SignInPage
  return (
    <Suspense>
      <Page />
    </Suspense>
  )
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <SignInApp />
    </StrictMode>,
  )
}
