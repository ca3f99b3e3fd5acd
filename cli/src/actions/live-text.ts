import type { DraftEvent, HereInfo, TextSplice } from '@allmende/api/client'
import type { Io } from '../io.ts'
import { cleanLines, type Clean } from '../terminal/clean.ts'
import type { World } from '../world.ts'
import { hereLine } from './here-line.ts'

type TextEvent = Exclude<DraftEvent, { type: 'here' }>

export type LiveText = {
  readonly show: (event: TextEvent, text: string) => void
  /** Who else has it open. */
  readonly here: (people: readonly HereInfo[], text: string) => void
  readonly end: () => void
}

/** Often enough to look live, seldom enough not to flicker. */
const REPAINT_MS = 40
const HOME_AND_CLEAR = '\u001b[H\u001b[J'
const OTHER_SCREEN = '\u001b[?1049h'
const FIRST_SCREEN = '\u001b[?1049l'

/** A text as it changes: repainted on a terminal; elsewhere the whole first, then a line for each change. */
export function liveText(io: Io, clean: Clean, { stdout }: World): LiveText {
  if (!io.tty) return appended(io, clean)
  let title = ''
  let latest = ''
  let by: string | null = null
  let others = ''
  let timer: NodeJS.Timeout | null = null
  const paint = () => {
    timer = null
    const rows = (stdout.rows ?? 24) - 3
    const lines = cleanLines(clean, latest).split('\n')
    // The end is where people write.
    const shown = lines.slice(-rows)
    const head = `${title}${by === null ? '' : `, last by ${by}`}${lines.length > rows ? `, the last ${rows} of ${lines.length} lines` : ''}. Ctrl-C ends.`
    const above = others === '' ? io.style.dim(head) : `${io.style.dim(head)}\n${io.style.bold(others)}`
    io.write(`${HOME_AND_CLEAR}${above}\n${shown.join('\n')}`)
  }
  io.write(OTHER_SCREEN)
  return {
    show(event, text) {
      if (event.type === 'text') title = clean(event.title, 80)
      else by = event.by === null ? null : clean(event.by, 60)
      latest = text
      timer ??= setTimeout(paint, REPAINT_MS)
    },
    here(people, text) {
      others = hereLine(people, text, clean) ?? ''
      timer ??= setTimeout(paint, REPAINT_MS)
    },
    end() {
      if (timer) clearTimeout(timer)
      io.write(FIRST_SCREEN)
    },
  }
}

function appended(io: Io, clean: Clean): LiveText {
  let told = ''
  return {
    here(people, text) {
      const line = hereLine(people, text, clean) ?? 'Nobody else is here.'
      if (line !== told && (told !== '' || people.length > 0)) io.say(`[${line}]`)
      told = line
    },
    show(event, text) {
      if (event.type === 'text') return io.write(text.endsWith('\n') ? text : `${text}\n`)
      const by = event.by === null ? '' : ` by ${clean(event.by, 60)}`
      for (const { at, remove, insert } of event.splices)
        io.say(`[at ${at}: -${remove} +${insert.length}${by}] ${clean(insert, 200)}`)
    },
    end() {},
  }
}

export function splicesApplied(text: string, splices: readonly TextSplice[]): string {
  return splices.reduce(
    (so, { at, remove, insert }) => so.slice(0, at) + insert + so.slice(at + remove),
    text,
  )
}
