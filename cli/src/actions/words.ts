import type { Io } from '../io.ts'

/** The 24 words of a new identity: said once, kept nowhere. With --json they are a field of the result. */
export function tellWords(io: Io, words: string | undefined): void {
  if (words === undefined || io.json) return
  const all = words.split(/\s+/)
  const rows = Array.from({ length: Math.ceil(all.length / 6) }, (_, row) =>
    all
      .slice(row * 6, row * 6 + 6)
      .map((word, index) => `${String(row * 6 + index + 1).padStart(2)} ${word.padEnd(10)}`)
      .join(' ')
      .trimEnd(),
  )
  const { bold, yellow } = io.errStyle
  io.tell('')
  io.tell(bold(yellow('Write down these 24 words, in this order, on paper:')))
  io.tell('')
  for (const row of rows) io.tell(`   ${row}`)
  io.tell('')
  io.tell(
    'They are you: with them you get back your identity on another computer, and so would anybody else.',
  )
  io.tell('They are shown this once and kept nowhere.')
  io.tell('')
}
