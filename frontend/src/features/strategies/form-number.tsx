import { Controller, type FieldPathByValue, useFormContext } from 'react-hook-form'
import { NumberField, type NumberKind } from './number-field.tsx'
import { problemOf, type StrategyForm } from './strategy-form.ts'

type FormNumberProps = {
  name: FieldPathByValue<StrategyForm, number | null>
  label: string
  kind: NumberKind
  unit?: string
  hint?: string
  placeholder?: string
}

/** A number of the form, with what is wrong with it. */
export function FormNumber({ name, ...rest }: FormNumberProps) {
  const { control } = useFormContext<StrategyForm>()
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <NumberField
          {...rest}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          error={problemOf(name, fieldState.error)}
        />
      )}
    />
  )
}
