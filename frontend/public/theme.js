// Sets the theme before the first paint; ui/src/theme.ts keeps it up to date afterwards.
;(() => {
  let theme = 'system'
  try {
    theme = localStorage.getItem('opsyncpro.theme') ?? 'system'
  } catch {
    // Storage may be blocked; then the system's choice applies.
  }
  const isDark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
})()
