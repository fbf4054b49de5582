import { createContext } from 'react'

/** The network that the person comes back from, by its parameter in the URL; its accounts are chosen next. */
export const AfterSignIn = createContext<string | null>(null)
