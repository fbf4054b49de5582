// Sets the system's theme before the first paint; ui/src/theme.ts keeps it up to date afterwards.
document.documentElement.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
