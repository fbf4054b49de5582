import { signInAddresses } from '#app/lib/addresses.ts'
import '#ui/theme.css'
import { hasStoredSession, navigation } from '#app/lib/session.ts'
import { isMailLink, isSignInAddress, readNext, signInAddress } from '#app/lib/sign-in-address.ts'

// Two small applications behind one address: the sign-in pages need neither the router, Query nor zod, and crossing
// from one to the other is a new document, so nobody's cached answers outlive their session.
if (isMailLink(location.hash) && location.pathname !== signInAddresses.setPassword()) {
  // An auth service that does not know our address, or refuses the link, sends people to the site's root instead.
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
