import { useState, type ReactNode, type Ref } from 'react'
import { Field } from './field.tsx'
import { Problem } from './problem.tsx'

type SayFormProps = {
  readonly say: {
    mutate: (text: string, options: { onSuccess: () => void }) => void
    readonly isPending: boolean
    readonly error: Error | null
  }
  /** After it was taken; the field is empty then. */
  readonly onSaid?: () => void
  readonly label: string
  readonly help?: ReactNode
  readonly send: string
  /** What it is about. */
  readonly above?: ReactNode
  readonly area?: Ref<HTMLTextAreaElement>
  readonly rows?: number
  /** Characters. */
  readonly most?: number
  /** It is the main thing on the screen. */
  readonly main?: boolean
}

/** Something that is said in words of one's own: a text, a button, and what went wrong. */
export function SayForm({
  say,
  onSaid,
  label,
  help,
  send,
  above,
  area,
  rows = 2,
  most,
  main = false,
}: SayFormProps) {
  const [text, setText] = useState('')
  const said = (): void => {
    setText('')
    onSaid?.()
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        say.mutate(text.trim(), { onSuccess: said })
      }}
    >
      {above}
      <Field label={label} help={help}>
        {(ids) => (
          <textarea
            {...ids}
            ref={area}
            rows={rows}
            required
            maxLength={most}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <button
        type="submit"
        className={main ? 'button button-main' : 'button'}
        disabled={say.isPending || text.trim() === ''}
      >
        {send}
      </button>
      {say.error && <Problem error={say.error} again={false} />}
    </form>
  )
}
