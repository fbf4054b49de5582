import { X } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { Sheet } from '#app/components/ui/sheet.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import { readTypedMoney, writeTypedMoney } from '#core/money.ts'
import { type EbaySettings, UpdateEbaySettings } from '#core/prices/schema.ts'
import { isTimeZone } from '#core/time.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { useSettingsChange } from './use-settings-change.ts'

type Draft = Record<'fee' | 'fixed' | 'margin' | 'skus' | 'zone', string>

/** Fees and margin for floors, how many SKUs go in one call, and whose midnight counts. */
export function SettingsSheet({ settings, onClose }: { settings: EbaySettings; onClose: () => void }) {
  const change = useSettingsChange()
  const { locale } = useFormat()
  const [draft, setDraft] = useState<Draft>({
    fee: String(settings.fee_bp / 100),
    fixed: writeTypedMoney(settings.fixed_fee_cents, { locale }),
    margin: String(settings.margin_bp / 100),
    skus: String(settings.skus_per_call),
    zone: settings.time_zone,
  })
  const [isTried, setTried] = useState(false)
  const problems = isTried ? problemsOf(draft, locale) : {}
  const field = (name: keyof Draft) => ({
    value: draft[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setDraft({ ...draft, [name]: event.target.value }),
    className: 'max-w-48 tabular-nums max-md:h-11',
  })

  function save(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (Object.keys(problemsOf(draft, locale)).length > 0) return
    change.mutate(
      { settings: UpdateEbaySettings.parse(asSettings(draft, locale)), words: 'Settings saved' },
      { onSuccess: onClose },
    )
  }

  return (
    <Sheet title="eBay settings" onClose={onClose}>
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-3">
        <Button variant="quiet" size="icon-small" aria-label="Close" onClick={onClose}>
          <X aria-hidden="true" />
        </Button>
        <h2 className="font-semibold">eBay settings</h2>
      </div>
      <form onSubmit={save} noValidate className="flex flex-1 flex-col gap-6 overflow-y-auto p-5">
        <section className="flex flex-col gap-4">
          <h3 className="font-semibold">Fees and margin</h3>
          <Field label="eBay's fee, percent of the price" error={problems.fee} hint="Most categories take 13.25%.">
            {(wiring) => <Input {...wiring} inputMode="decimal" {...field('fee')} />}
          </Field>
          <Field label="Fixed fee for each sale" error={problems.fixed} hint="In the currency of the listing.">
            {(wiring) => <Input {...wiring} inputMode="decimal" {...field('fixed')} />}
          </Field>
          <Field
            label="Margin, percent of the price"
            error={problems.margin}
            hint="Profit you want to keep when an item sells at its floor price. Floors already set stay as they are."
          >
            {(wiring) => <Input {...wiring} inputMode="decimal" {...field('margin')} />}
          </Field>
        </section>
        <section className="flex flex-col gap-4">
          <h3 className="font-semibold">Sending prices</h3>
          <Field
            label="SKUs in one call"
            error={problems.skus}
            hint="For listings made with the Inventory interface. How many SKUs to update per eBay call (1–25). Leave at 1 unless you have thousands of listings. More is faster with thousands of listings. If eBay refuses, go back to 1."
          >
            {(wiring) => <Input {...wiring} inputMode="numeric" {...field('skus')} />}
          </Field>
        </section>
        <section className="flex flex-col gap-4">
          <h3 className="font-semibold">On eBay</h3>
          <SettingSwitch
            label="Lower prices during sales"
            words="A new price ends the sale on eBay. When this is off, price drops wait for the end of the sale."
            isOn={settings.lower_during_sales}
            onChange={(lower_during_sales) =>
              change.mutate({ settings: { lower_during_sales }, words: 'Settings saved' })
            }
          />
          <SettingSwitch
            label="Carry over settings to relisted items automatically"
            words="A relisted item gets the floor, strategy, switch and cost of the ended listing with the same SKU."
            isOn={settings.carries_over_relisted}
            onChange={(carries_over_relisted) =>
              change.mutate({ settings: { carries_over_relisted }, words: 'Settings saved' })
            }
          />
        </section>
        <section className="flex flex-col gap-4">
          <h3 className="font-semibold">Time</h3>
          <Field
            label="Time zone"
            error={problems.zone}
            hint="A vacation ends at midnight here. Each strategy has a zone of its own for quiet hours."
          >
            {(wiring) => (
              <>
                <Input {...wiring} list="ebay-zones" {...field('zone')} className="max-w-80 max-md:h-11" />
                <datalist id="ebay-zones">
                  {Intl.supportedValuesOf('timeZone').map((zone) => (
                    <option key={zone} value={zone} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
        </section>
        <div className="flex justify-end gap-2">
          <Button className="max-md:h-11" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" className="max-md:h-11" isBusy={change.isPending}>
            Save settings
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

type SettingSwitchProps = { label: string; words: string; isOn: boolean; onChange: (isOn: boolean) => void }

/** A setting that takes effect at once, with its consequence. */
function SettingSwitch({ label, words, isOn, onChange }: SettingSwitchProps) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4">
      <span>
        <span className="block text-table font-medium">{label}</span>
        <span id={id} className="block text-meta text-muted">
          {words}
        </span>
      </span>
      <Switch label={label} isOn={isOn} onChange={onChange} aria-describedby={id} />
    </div>
  )
}

function readPercent(text: string): number | null {
  const trimmed = text.trim().replace(',', '.')
  return /^\d{1,2}(\.\d{1,2})?$/.test(trimmed) ? Math.round(Number(trimmed) * 100) : null
}

const asSettings = ({ fee, fixed, margin, skus, zone }: Draft, locale: string | undefined) => ({
  fee_bp: readPercent(fee),
  fixed_fee_cents: readTypedMoney(fixed, { locale }).cents,
  margin_bp: readPercent(margin),
  skus_per_call: /^\d{1,2}$/.test(skus.trim()) ? Number(skus) : null,
  time_zone: zone.trim(),
})

function problemsOf(draft: Draft, locale: string | undefined): Partial<Record<keyof Draft, string>> {
  const { fee_bp, fixed_fee_cents, margin_bp, skus_per_call, time_zone } = asSettings(draft, locale)
  const isShare = (bp: number | null) => bp !== null && bp <= 5000
  return {
    ...(!isShare(fee_bp) && { fee: 'Enter a percentage from 0 to 50, such as 13.25.' }),
    ...((fixed_fee_cents === null || fixed_fee_cents > 100_00) && {
      fixed: readTypedMoney(draft.fixed, { locale }).problem ?? 'Enter an amount up to 100.',
    }),
    ...(!isShare(margin_bp) && { margin: 'Enter a percentage from 0 to 50, such as 10.' }),
    ...((skus_per_call === null || skus_per_call < 1 || skus_per_call > 25) && {
      skus: 'Enter a number from 1 to 25.',
    }),
    ...(!isTimeZone(time_zone) && { zone: 'That is no time zone, such as America/Chicago.' }),
  }
}
