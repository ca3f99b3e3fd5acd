import type { ComponentProps } from 'react'
import { Field } from './field.tsx'

/** A labelled field of one line, for a name, a title or a day. */
export function TextField({
  label,
  help,
  onType,
  ...input
}: Omit<ComponentProps<'input'>, 'onChange' | 'type'> & {
  readonly label: string
  readonly help?: string
  readonly value: string
  readonly onType: (text: string) => void
}) {
  return (
    <Field label={label} {...(help !== undefined && { help })}>
      {(ids) => <input {...ids} {...input} onChange={({ target }) => onType(target.value)} />}
    </Field>
  )
}
