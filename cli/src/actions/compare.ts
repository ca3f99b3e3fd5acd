import type {
  ComparedField,
  ComparedFile,
  ComparedPart,
  ComparedPassage,
  ComparedVersion,
  CompareInfo,
} from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { bytes, counted } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { texts } from './deed.ts'
import { retryWhenMet } from './retry.ts'

type Style = Invocation['io']['style']

/** What came, went and changed from one version to another. */
export const compare: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const [good = '', from, to] = args
  const request = {
    good,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...texts(invocation, { with: 'with' }),
  }
  const session = await open('read')
  const found = await retryWhenMet({ session, io, options }, () =>
    session.client.compare(request, { signal: io.signal }),
  )
  await io.result(found, (clean) => lines(found, clean, io.style))
}

function lines(found: CompareInfo, clean: Clean, style: Style): string[] {
  const { from, to, alike, fields, parts, partsMissing, files } = found
  const opening = `${from === null ? 'nothing' : nameOf(from, clean)} → ${nameOf(to, clean)}`
  if (alike) return [`${opening}: nothing is different.`]
  return [
    style.bold(opening),
    ...(from === null ? ['It is the first version, so all of it is new.'] : []),
    ...section(
      'Fields',
      fields.flatMap((one) => fieldLines(one, clean, style)),
      style,
    ),
    ...section(
      'Parts',
      parts.flatMap((one) => partLines(one, clean, style)),
      style,
    ),
    ...(partsMissing
      ? ['', style.yellow('A part of a parts list is not here yet, so they were not compared.')]
      : []),
    ...section(
      'Files',
      files.flatMap((one) => fileLines(one, clean, style)),
      style,
    ),
  ]
}

function nameOf({ title, label, number }: ComparedVersion, clean: Clean): string {
  return `"${clean(title, 100)}" ${label === null ? `version ${number}` : clean(label, 60)}`
}

function section(title: string, content: readonly string[], { bold }: Style): string[] {
  return content.length === 0 ? [] : ['', bold(title), ...content.map((line) => `  ${line}`)]
}

function fieldLines({ name, before, after, passages }: ComparedField, clean: Clean, style: Style): string[] {
  const called = clean(name, 100)
  if (passages !== null) return [called, ...passageLines(passages, clean, style)]
  return [called, ...valueLines(before, after, clean, style)]
}

function valueLines(
  before: string | null,
  after: string | null,
  clean: Clean,
  { green, red }: Style,
): string[] {
  return [
    ...(before === null ? [] : [red(`  - ${clean(before, 500)}`)]),
    ...(after === null ? [] : [green(`  + ${clean(after, 500)}`)]),
  ]
}

const SIGN = { added: '+', removed: '-', changed: '~', moved: '→' } as const

function partLines({ what, name, fields }: ComparedPart, clean: Clean, { green, red }: Style): string[] {
  const line = `${SIGN[what]} ${clean(name, 120)}`
  if (what !== 'changed') return [what === 'added' ? green(line) : red(line)]
  const told = fields.map((field) => {
    const [was, is] = [field.before, field.after].map((value) =>
      value === null ? 'none' : clean(value, 100),
    )
    return `${clean(field.name, 60)}: ${was} → ${is}`
  })
  return [`${line}  (${told.join('; ')})`]
}

const WHY = {
  'no-text': 'not a text',
  large: 'too large to be shown by lines',
  'not-here': 'not here, and nobody who is connected has it',
  many: 'more is different than is shown at once',
  mode: 'the same content; whether it is to be executed changed',
} as const

function fileLines(file: ComparedFile, clean: Clean, style: Style): string[] {
  const { path, what, from, before, after, passages, why } = file
  const sizes =
    what === 'changed' ? `${bytes(before ?? 0)} → ${bytes(after ?? 0)}` : bytes(after ?? before ?? 0)
  const notes = [
    sizes,
    ...(from === null ? [] : [`was ${clean(from, 300)}`]),
    ...(why === null ? [] : [WHY[why]]),
  ]
  const line = `${SIGN[what]} ${clean(path, 300)}  (${notes.join('; ')})`
  const drawn = what === 'added' ? style.green(line) : what === 'removed' ? style.red(line) : line
  return [drawn, ...(passages === null ? [] : passageLines(passages, clean, style))]
}

function passageLines(
  passages: readonly ComparedPassage[],
  clean: Clean,
  { dim, green, red }: Style,
): string[] {
  return passages.flatMap(({ skipped, lines: shown }) => [
    ...(skipped > 0 ? [dim(`  … ${counted(skipped, 'line')}`)] : []),
    ...shown.map(({ what, text }) => {
      const line = `  ${what === 'same' ? ' ' : SIGN[what]} ${clean(text, 1_000)}`
      return what === 'same' ? line : what === 'added' ? green(line) : red(line)
    }),
  ])
}
