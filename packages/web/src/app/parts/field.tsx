import { useId, type ReactNode } from 'react'

/** A labelled field; what helps with it is read out with it. */
export function Field({
  label,
  help,
  children,
}: {
  readonly label: string
  readonly help?: ReactNode
  readonly children: (ids: { id: string; 'aria-describedby'?: string }) => ReactNode
}) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(help !== undefined && { 'aria-describedby': `${id}-help` }) })}
      {help !== undefined && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}
