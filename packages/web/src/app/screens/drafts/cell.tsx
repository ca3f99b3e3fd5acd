import { useEffect, useState } from 'react'

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
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
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
