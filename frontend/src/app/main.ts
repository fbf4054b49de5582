import { signInAddresses } from '#app/lib/addresses.ts'
import '#ui/theme.css'
import { hasStoredSession, navigation } from '#app/lib/session.ts'
import { isMailLink, isSignInAddress, readNext, signInAddress } from '#app/lib/sign-in-address.ts'

// Two small applications behind one origin: the sign-in pages need neither the router, Query nor zod. Crossing from one
// to the other loads a new document, so no cached answer outlives its session.
if (isMailLink(location.hash) && location.pathname !== signInAddresses.setPassword()) {
  // An auth service that does not know our URL, or refuses the link, sends people to the site's root instead.
  navigation.replace(signInAddresses.setPassword(location.hash))
} else if (isSignInAddress(location.pathname)) {
  const isAsking = [signInAddresses.signIn(), signInAddresses.signUp()].includes(location.pathname)
  if (isAsking && hasStoredSession()) navigation.replace(readNext(location.search, location.origin))
  else void import('./sign-in-app.tsx')
} else if (hasStoredSession() || location.hash.includes('access_token=')) {
  void import('./signed-in-app.tsx')
} else {
  navigation.replace(signInAddress(location.pathname + location.search))
}
