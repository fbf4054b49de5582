import { Switch } from '#app/components/ui/switch.tsx'

type LabelledSwitchProps = {
  text: string
  /** The label with the entry's name, for screen readers. */
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}

/** A switch with its label beside it. */
export function LabelledSwitch({ text, label, isOn, onChange }: LabelledSwitchProps) {
  return (
    <span className="inline-flex h-8 items-center gap-2 whitespace-nowrap">
      <Switch label={label} isOn={isOn} onChange={onChange} />
      <span aria-hidden="true">{text}</span>
    </span>
  )
}
