import { ScanCode } from './scan-code.tsx'
import { TextField } from './text-field.tsx'

/** Where a link is pasted, or read by the camera. */
export function LinkField({
  label,
  help,
  value,
  onText,
}: {
  readonly label: string
  readonly help?: string
  readonly value: string
  readonly onText: (text: string) => void
}) {
  return (
    <>
      <TextField
        label={label}
        {...(help !== undefined && { help })}
        required
        autoComplete="off"
        spellCheck={false}
        placeholder="allmende:…"
        value={value}
        onType={onText}
      />
      <ScanCode onText={onText} />
    </>
  )
}
