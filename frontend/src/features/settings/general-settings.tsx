import { useQuery } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { signOut } from '#app/lib/session.ts'
import { Button } from '#ui/button.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { EmailNotices } from './email-notices.tsx'
import { Countries } from './marketplaces.tsx'
import { ProfileForm } from './profile-form.tsx'
import { ThemeChoice } from './theme-choice.tsx'

/** The person's own settings, and the workspace's marketplaces. */
export function GeneralSettings() {
  const { data: me, error, isError, isFetching, refetch } = useQuery(meQuery())
  return (
    <div className="flex max-w-[640px] flex-col gap-10 pb-16">
      <section aria-labelledby="profile">
        <h2 id="profile" className="font-semibold">
          Profile
        </h2>
        <p className="mb-4 text-muted">Your name, time zone and number format.</p>
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
        <p className="mb-4 text-muted">Synced across your devices.</p>
        <ThemeChoice />
      </section>
      <section aria-labelledby="email-notices">
        <h2 id="email-notices" className="font-semibold">
          Emails
        </h2>
        <p className="mb-4 text-muted">
          For workspaces where you are an owner or manager: listings that need attention, connections that need a new
          sign-in, and price drops that are overdue. At most one email a day about each.
        </p>
        <EmailNotices me={me} />
      </section>
      <section aria-labelledby="countries" className="scroll-mt-6">
        <h2 id="countries" className="font-semibold">
          Amazon marketplaces
        </h2>
        <p className="mb-4 text-muted">
          On: correlated ASINs may get upload tasks there. Home: a product's own task is made there when its video is
          saved.
        </p>
        <Countries role={me?.role} />
      </section>
      <section aria-labelledby="session">
        <h2 id="session" className="font-semibold">
          This device
        </h2>
        <p className="mb-4 text-muted">You are signed in{me && ` as ${me.email}`}. Other devices stay signed in.</p>
        <Button onClick={() => void signOut()}>
          <LogOut aria-hidden="true" /> Sign out
        </Button>
      </section>
    </div>
  )
}
