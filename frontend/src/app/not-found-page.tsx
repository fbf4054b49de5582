import { Compass } from 'lucide-react'
import { Link } from 'react-router'
import { addresses } from '#app/lib/addresses.ts'
import { buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'

export function NotFoundPage() {
  return (
    <>
      <title>Not found · OpSyncPro</title>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={Compass}
        title="We can't find this page"
        action={
          <Link to={addresses.home()} className={buttonStyle()}>
            Go to Home
          </Link>
        }
      >
        It may have been moved, or the link is wrong.
      </EmptyState>
    </>
  )
}
