import { THEMES } from '#app/domains/accounts/theme-options.tsx'
import { useThemeChoice } from '#app/domains/accounts/use-theme-choice.ts'
import { cn } from '#ui/class-names.ts'

export function ThemeChoice() {
  const { theme, chooseTheme } = useThemeChoice()
  return (
    <fieldset className="grid gap-2 sm:grid-cols-3">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ value, label }) => (
        <label
          key={value}
          className={cn(
            'flex h-11 cursor-pointer items-center gap-2 rounded-control border px-3 has-focus-visible:outline-2 has-focus-visible:outline-accent',
            theme === value ? 'border-accent bg-accent-soft font-medium' : 'border-line hover:bg-hover',
          )}
        >
          <input
            type="radio"
            name="theme"
            value={value}
            checked={theme === value}
            onChange={() => chooseTheme(value)}
            className="accent-accent-solid"
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
