import { useState } from 'react'

/** A value that is written when one leaves it or presses Enter; Escape leaves it as it was. */
export function Cell({
  id,
  label,
  value,
  disabled = false,
  onWrite,
}: {
  readonly id?: string
  readonly label?: string
  readonly value: string
  readonly disabled?: boolean
  readonly onWrite: (value: string) => void
}) {
  // What was typed over another value is none for this one: somebody else wrote meanwhile.
  const [over, setOver] = useState({ value, text: value })
  const typed = over.value === value ? over.text : value
  const setTyped = (text: string): void => setOver({ value, text })
  const write = (): void => {
    if (typed.trim() !== value) onWrite(typed.trim())
  }
  return (
    <input
      id={id}
      aria-label={label}
      value={typed}
      disabled={disabled}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={write}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Escape') setTyped(value)
        if (key === 'Enter') currentTarget.blur()
      }}
    />
  )
}
