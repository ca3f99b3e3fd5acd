import type { ThingInfo } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { bytes, counted, moment, short } from '../terminal/amounts.ts'
import { cleanLines, type Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'
import { retryWhenMet } from './retry.ts'

const FILES_SHOWN = 30

export const show: Action = async ({ args, io, options, open }) => {
  const [reference = ''] = args
  const session = await open('read')
  const thing = await retryWhenMet({ session, io, options }, () =>
    session.client.show(reference, { signal: io.signal }),
  )
  await io.result(thing, (clean) => wordsOf(thing, clean, io.style))
}

function wordsOf(thing: ThingInfo, clean: Clean, style: Style): string[] {
  const { bold } = style
  const field = (name: string, value: string | null) => (value === null ? [] : [`${name.padEnd(9)} ${value}`])
  return [
    bold(clean(thing.title)),
    ...field('Kind', thing.type === null ? thing.kind : `${thing.kind} (${clean(thing.type)})`),
    ...field('Licence', licenceOf(thing, clean)),
    ...field('By', clean(thing.authorName ?? short(thing.author), 60)),
    ...field('In', clean(thing.commonsName)),
    ...field('Tags', thing.tags.length > 0 ? thing.tags.map((tag) => clean(tag, 40)).join(', ') : null),
    ...field('From', thing.derivedFrom),
    ...field('Id', thing.id),
    ...field('Link', thing.link),
    ...(thing.diverged
      ? [style.yellow(`People changed it apart: ${thing.heads.length} states stand side by side.`)]
      : []),
    ...(thing.description === null ? [] : ['', cleanLines(clean, thing.description)]),
    ...versionsOf(thing, clean, bold),
    ...filesOf(thing, clean, bold),
    ...commentsOf(thing, clean, bold),
    ...othersOf(thing, clean, bold),
    '',
    thing.kind === 'draft'
      ? `Write in it: allmende draft edit ${thing.id}`
      : `Copy it: allmende copy ${thing.link}`,
  ]
}

function licenceOf({ licence, licenceName }: ThingInfo, clean: Clean): string | null {
  if (licence === null) return null
  return licenceName === null ? clean(licence) : `${clean(licence)}, ${clean(licenceName)}`
}

function versionsOf({ versions }: ThingInfo, clean: Clean, bold: Style['bold']): string[] {
  if (versions.length === 0) return []
  return [
    '',
    bold('Versions'),
    ...versions.map(
      (version) =>
        `  ${moment(version.at)}  ${version.label === null ? '' : `"${clean(version.label, 60)}"  `}${counted(version.files, 'file')}, ${bytes(version.bytes)}; ` +
        heldWords(version),
    ),
  ]
}

function heldWords({ holders, heldHere }: ThingInfo['versions'][number]): string {
  if (holders === 0) return 'nobody is known to have it whole'
  if (holders === 1 && heldHere) return 'known to be whole on this computer only'
  return `known to be whole on ${counted(holders, 'computer')}${heldHere ? ', this one too' : ''}`
}

function filesOf({ files, kind }: ThingInfo, clean: Clean, bold: Style['bold']): string[] {
  if (files === null)
    return kind === 'draft' ? [] : ['', 'The list of files is not here, and nobody who has it is connected.']
  if (files.length === 0) return []
  const left = files.length - FILES_SHOWN
  return [
    '',
    bold('Files'),
    ...files.slice(0, FILES_SHOWN).map(({ path, bytes: size }) => `  ${clean(path, 120)}  ${bytes(size)}`),
    ...(left > 0 ? [`  … and ${left.toLocaleString('en')} more (--json has all)`] : []),
  ]
}

function commentsOf({ comments }: ThingInfo, clean: Clean, bold: Style['bold']): string[] {
  if (comments.length === 0) return []
  return [
    '',
    bold('Comments'),
    ...comments.map(
      ({ text, at, author, authorName }) =>
        `  ${clean(authorName ?? short(author), 60)}, ${moment(at)}: ${cleanLines(clean, text).replaceAll('\n', '\n    ')}`,
    ),
  ]
}

function othersOf({ other }: ThingInfo, clean: Clean, bold: Style['bold']): string[] {
  const fields = Object.entries(other)
  if (fields.length === 0) return []
  const valueOf = (value: unknown) => clean(JSON.stringify(value) ?? '', 200)
  return ['', bold('Also'), ...fields.map(([name, value]) => `  ${clean(name, 60)}: ${valueOf(value)}`)]
}
