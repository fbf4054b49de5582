import { signInAddresses } from '#app/lib/addresses.ts'
import '@fontsource-variable/inter/wght.css'
import '#ui/theme.css'
import { hasStoredSession, navigation } from '#app/lib/session.ts'
import { isDeadLink, isSignInAddress, readNext, signInAddress } from '#app/lib/sign-in-address.ts'

// Two small applications behind one origin: the sign-in pages need neither the router, Query nor zod. Crossing from one
// to the other loads a new document, so no cached answer outlives its session.
if (isDeadLink(location.hash)) {
  // A link that the auth service refused, or one with tokens, which would sign its reader in as whoever made it. The
  // page says that the link is not valid, and the fragment does not stay in the history.
  navigation.replace(signInAddresses.setPassword())
} else if (isSignInAddress(location.pathname)) {
  const isAsking = [signInAddresses.signIn(), signInAddresses.signUp()].includes(location.pathname)
  if (isAsking && hasStoredSession()) navigation.replace(readNext(location.search, location.origin))
  else void import('./sign-in-app.tsx')
} else if (hasStoredSession()) {
  void import('./signed-in-app.tsx')
} else {
  navigation.replace(signInAddress(location.pathname + location.search))
}
