import { useQuery } from '@tanstack/react-query'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { ErrorState } from '#app/components/ui/error-state.tsx'
import { Skeleton } from '#app/components/ui/skeleton.tsx'
import { meQuery } from '#app/lib/me.ts'
import { ProfileForm } from './profile-form.tsx'
import { ThemeChoice } from './theme-choice.tsx'

export function SettingsPage() {
  const { data: me, error, isError, isFetching, refetch } = useQuery(meQuery())
  return (
    <PageLayout title="Settings">
      <div className="flex max-w-[640px] flex-col gap-10 pb-16">
        <section aria-labelledby="profile">
          <h2 id="profile" className="font-semibold">
            Profile
          </h2>
          <p className="mb-4 text-muted">How your team sees you, and how times and numbers are written for you.</p>
          {isError && !me ? (
            <ErrorState
              title="Your profile could not be loaded"
              error={error}
              onRetry={() => void refetch()}
              isRetrying={isFetching}
            />
          ) : me ? (
            <ProfileForm me={me} />
          ) : (
            <div role="status" aria-label="Loading your profile" className="flex flex-col gap-4">
              <Skeleton className="h-14" />
              <Skeleton className="h-14" />
              <Skeleton className="h-14" />
            </div>
          )}
        </section>
        <section aria-labelledby="theme">
          <h2 id="theme" className="font-semibold">
            Theme
          </h2>
          <p className="mb-4 text-muted">Kept with your account and shown on every device.</p>
          <ThemeChoice />
        </section>
      </div>
    </PageLayout>
  )
}
