import { useRef } from 'react'

/** A button for a field of files: the field itself can't be drawn as one. */
export function FileButton({
  label,
  folder = false,
  one = false,
  onFiles,
}: {
  readonly label: string
  readonly folder?: boolean
  readonly one?: boolean
  readonly onFiles: (files: readonly File[]) => void
}) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className="button" onClick={() => field.current?.click()}>
        {label}
      </button>
      <FileField ref={field} label={label} folder={folder} one={one} onFiles={onFiles} />
    </>
  )
}

/** The field alone, for what has a button of its own. */
export function FileField({
  ref,
  label,
  folder = false,
  one = false,
  onFiles,
}: {
  readonly ref: React.Ref<HTMLInputElement>
  readonly label: string
  readonly folder?: boolean
  readonly one?: boolean
  readonly onFiles: (files: readonly File[]) => void
}) {
  return (
    <input
      ref={ref}
      type="file"
      hidden
      multiple={!one}
      aria-label={label}
      {...(folder && { webkitdirectory: '' })}
      onChange={({ target }) => {
        const files = [...(target.files ?? [])]
        // Emptied, so that the same choice made again is one.
        target.value = ''
        if (files.length > 0) onFiles(files)
      }}
    />
  )
}
