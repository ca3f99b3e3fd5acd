import { useRef } from 'react'
import type { LongAct } from '../state/long-act.ts'
import { FileField } from './file-button.tsx'
import { LongAction } from './long-action.tsx'

/** The button of something that takes long and begins with a file that is chosen. */
export function FileAction<T>({
  action,
  button,
  working,
}: {
  readonly action: LongAct<File, T>
  readonly button: string
  readonly working: string
}) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <LongAction action={action} button={button} working={working} onStart={() => field.current?.click()} />
      <FileField ref={field} label={button} one onFiles={([file]) => file && action.start(file)} />
    </>
  )
}
