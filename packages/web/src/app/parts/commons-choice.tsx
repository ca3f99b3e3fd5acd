import { useCommons } from '../state/ask.ts'
import { Field } from './field.tsx'

/** Chooses one of the commons. */
export function CommonsChoice({
  label,
  value,
  onChoose,
  any,
}: {
  readonly label: string
  readonly value: string | undefined
  readonly onChoose: (id: string) => void
  /** What is said for none in particular, where that can be chosen. */
  readonly any?: string
}) {
  const { data: commons = [] } = useCommons()
  return (
    <Field label={label}>
      {(ids) => (
        <select {...ids} value={value ?? ''} onChange={({ target }) => onChoose(target.value)}>
          {any !== undefined && <option value="">{any}</option>}
          {commons.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
