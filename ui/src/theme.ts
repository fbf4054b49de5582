/** The person's choice; `system` follows the device. */
export type Theme = 'light' | 'dark' | 'system'

const STORAGE_KEY = 'opsyncpro.theme'
const darkSystem = () => matchMedia('(prefers-color-scheme: dark)')

const listeners = new Set<() => void>()

/** The theme chosen on this device. The dashboard's `public/theme.js` reads the same entry before the first paint. */
export function getTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** Shows the theme now and stores it on this device. */
export function setTheme(theme: Theme): void {
  try {
    localStorage.setItem(STORAGE_KEY, theme)
  } catch {
    // Storage is blocked, so the choice lasts until the page closes.
  }
  show(theme)
  for (const listener of listeners) listener()
}

/** For useSyncExternalStore; also follows the system while the theme is `system`. */
export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener)
  const followSystem = () => show(getTheme())
  darkSystem().addEventListener('change', followSystem)
  return () => {
    listeners.delete(listener)
    darkSystem().removeEventListener('change', followSystem)
  }
}

function show(theme: Theme): void {
  const isDark = theme === 'dark' || (theme === 'system' && darkSystem().matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}
