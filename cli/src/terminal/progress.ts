import type { Progress } from '@allmende/api/client'
import { bytes } from './amounts.ts'
import type { Style } from './style.ts'

export type ProgressBar = {
  readonly show: (progress: Progress) => void
  /** Takes it off the screen. */
  readonly clear: () => void
}

type Screen = {
  readonly write: (text: string) => void
  readonly columns: () => number
  readonly style: Style
}

/** What is over sooner needs no bar: it would only flicker. */
const SHOW_AFTER_MS = 400

/** A bar in one line of a terminal, shown once something takes longer than a moment. */
export function progressBar({ write, columns, style }: Screen, now: () => number): ProgressBar {
  const began = now()
  let phase = ''
  let phaseBegan = began
  let drawn = false
  return {
    show(progress) {
      if (progress.phase !== phase) {
        phase = progress.phase
        phaseBegan = now()
      }
      if (now() - began < SHOW_AFTER_MS) return
      drawn = true
      const line = lineOf(progress, now() - phaseBegan, Math.max(20, columns() - 1))
      write(`\r\u001b[2K${style.cyan(line)}`)
    },
    clear() {
      if (drawn) write('\r\u001b[2K')
      drawn = false
    },
  }
}

export function lineOf({ phase, done, total, unit, note }: Progress, ms: number, width: number): string {
  const amount = (value: number) =>
    unit === 'bytes' ? bytes(value) : `${value.toLocaleString('en')} ${unit}`
  const speed = unit === 'bytes' && ms > 500 ? `  ${bytes(Math.round((done / ms) * 1000))}/s` : ''
  const tail = note ? `  ${note}` : ''
  // Nothing has been counted: what is waited for is all there is to say.
  if (total === undefined && done === 0) return `${phase} …${tail}`.slice(0, width)
  if (total === undefined || total <= 0) return `${phase}  ${amount(done)}${speed}${tail}`.slice(0, width)
  const part = Math.min(1, done / total)
  const text = `  ${String(Math.floor(part * 100)).padStart(3)} %  ${amount(done)} of ${amount(total)}${speed}${tail}`
  const room = Math.min(30, width - phase.length - text.length - 1)
  if (room < 5) return `${phase}${text}`.slice(0, width)
  const full = Math.round(part * room)
  return `${phase} ${'█'.repeat(full)}${'░'.repeat(room - full)}${text}`
}
