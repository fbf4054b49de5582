import { Select } from '#app/components/ui/select.tsx'
import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import { DubLanguage, type ProductVideo } from '#core/videos/schema.ts'
import { Field } from '#ui/field.tsx'

type DubPickerProps = {
  video: Pick<ProductVideo, 'variants'>
  language: DubLanguage | null
  onPick: (language: DubLanguage | null) => void
}

/** Which version of a video is posted: its own sound, or a finished dub. Nothing while there is no choice. */
export function DubPicker({ video, language, onPick }: DubPickerProps) {
  const ready = DubLanguage.options.filter(
    (one) =>
      one === language || video.variants.some((variant) => variant.language === one && variant.state === 'ready'),
  )
  if (ready.length === 0) return null
  return (
    <Field label="Language">
      {(wiring) => (
        <Select
          {...wiring}
          value={language ?? 'original'}
          onChange={(value) => onPick(DubLanguage.safeParse(value).data ?? null)}
          options={[
            { value: 'original', label: 'Original' },
            ...ready.map((one) => ({ value: one, label: `${DUB_LANGUAGE_NAMES[one]} (dubbed by AI)` })),
          ]}
        />
      )}
    </Field>
  )
}
