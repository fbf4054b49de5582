import { Switch as Radix } from 'radix-ui'

type SwitchProps = {
  /** Read by screen readers; the visible label is beside the switch. */
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
  isDisabled?: boolean
  'aria-describedby'?: string | undefined
}

/** A setting that is on or off and takes effect at once. */
export function Switch({ label, isOn, onChange, isDisabled = false, ...wiring }: SwitchProps) {
  return (
    <Radix.Root
      {...wiring}
      aria-label={label}
      checked={isOn}
      onCheckedChange={onChange}
      disabled={isDisabled}
      className="inline-flex h-5 align-middle w-9 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-0.5 transition-colors disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:border-accent-solid data-[state=checked]:bg-accent-solid"
    >
      <Radix.Thumb className="size-3.5 rounded-full bg-line-strong transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-accent-ink" />
    </Radix.Root>
  )
}
