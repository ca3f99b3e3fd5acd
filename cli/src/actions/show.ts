import type { ThingInfo } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { bytes, moment, short } from '../terminal/amounts.ts'
import { cleanLines, type Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'
import { opens } from './opens.ts'
import { tellQr } from './qr.ts'
import { retryWhenMet } from './retry.ts'
import {
  buildLines,
  commentLine,
  divergenceLines,
  leftLines,
  originWords,
  refLines,
  suggestionLines,
  useLines,
  versionLines,
} from './show-about.ts'
import { showDepths } from './show-depths.ts'
import { showList } from './show-list.ts'
import { partLines } from './show-parts.ts'

const FILES_SHOWN = 30
const CONTRIBUTORS_SHOWN = 8
const LICENCES_SHOWN = 5
/** Fields for programs: what files are for, and what an imported manifest said. --json has them. */
const ELSEWHERE = new Set(['roles', 'licences', 'foreign'])

export const show: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  if (options.text('list') !== undefined) return showList(invocation)
  if (options.flag('explode') || options.flag('closure')) return showDepths(invocation)
  const [reference = ''] = args
  const session = await open('read')
  const thing = await retryWhenMet({ session, io, options }, () =>
    session.client.show(reference, { signal: io.signal }),
  )
  const opening = io.json ? '' : await opens(thing.link)
  await io.result(thing, (clean) => wordsOf(thing, options.flag('parts'), opening, clean, io.style))
  await tellQr(invocation, thing.link)
}

function wordsOf(thing: ThingInfo, all: boolean, opening: string, clean: Clean, style: Style): string[] {
  const { bold } = style
  const field = (name: string, value: string | null) => (value === null ? [] : [`${name.padEnd(9)} ${value}`])
  return [
    bold(clean(thing.title)),
    ...field('Kind', thing.type === null ? thing.kind : `${thing.kind} (${clean(thing.type)})`),
    ...field('Licence', licenceOf(thing, clean)),
    ...field('By', clean(thing.authorName ?? short(thing.author), 60)),
    ...field('Tended by', maintainersOf(thing, clean)),
    ...field('With', contributorsOf(thing, clean)),
    ...field('In', clean(thing.commonsName)),
    ...field('Tags', thing.tags.length > 0 ? thing.tags.map((tag) => clean(tag, 40)).join(', ') : null),
    ...field('Means', thing.licenceMeaning),
    ...field('But', otherLicences(thing, clean)),
    ...field('From', originWords(thing, clean)),
    ...field('Complete', completeOf(thing, clean)),
    ...field('Retracted', retractedWords(thing, clean)),
    ...field('Id', thing.id),
    ...field('Link', thing.link),
    ...field('', opening === '' ? null : opening),
    ...divergenceLines(thing, clean, style),
    ...(thing.description === null ? [] : ['', cleanLines(clean, thing.description)]),
    ...versionLines(thing, clean, style),
    ...filesOf(thing, clean, bold),
    ...partLines(thing, all, clean, style),
    ...buildLines(thing, clean, style),
    ...suggestionLines(thing, clean, style),
    ...refLines(thing, 'forks', clean, style),
    ...refLines(thing, 'usedIn', clean, style),
    ...useLines(thing, clean, style),
    ...commentsOf(thing, clean, bold),
    ...othersOf(thing, clean, bold),
    '',
    thing.kind === 'draft'
      ? `Write in it: allmende draft edit ${thing.id}`
      : `Copy it: allmende copy ${thing.link}`,
  ]
}

function retractedWords({ retraction }: ThingInfo, clean: Clean): string | null {
  if (retraction === null) return null
  const { by, byName, at, note, held, forgotten } = retraction
  const why = note === null ? '' : `: ${clean(note, 200)}`
  return (
    `${clean(byName ?? short(by), 60)} asks everybody to forget it, ${moment(at)}${why}; ` +
    (held === 0
      ? 'nobody was known to hold it'
      : `${forgotten} of ${held} nodes that held it say they no longer do`)
  )
}

/** Files under another licence than the good. */
function otherLicences({ other }: ThingInfo, clean: Clean): string | null {
  const licences = other['licences']
  if (!Array.isArray(licences) || licences.length === 0) return null
  return (licences as { under: string; licence: string }[])
    .slice(0, LICENCES_SHOWN)
    .map(({ under, licence }) => `${clean(under, 100)} is under ${clean(licence, 80)}`)
    .join(', ')
}

function maintainersOf({ maintainers }: ThingInfo, clean: Clean): string | null {
  if (maintainers.length === 0) return null
  return `its author, ${maintainers.map(({ person, name }) => clean(name ?? short(person), 60)).join(', ')}`
}

/** Who else has a part in it. */
function contributorsOf({ contributors, author }: ThingInfo, clean: Clean): string | null {
  const others = contributors.filter(({ person }) => person !== author)
  if (others.length === 0) return null
  const shown = others.slice(0, CONTRIBUTORS_SHOWN)
  const left = others.length - shown.length
  const words = shown.map(
    ({ name, roles }) => `${clean(name, 60)} (${roles.map((role) => clean(role, 40)).join(', ')})`,
  )
  return `${words.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}

/** How complete it is, and what would help most. */
function completeOf({ completeness }: ThingInfo, clean: Clean): string | null {
  if (completeness === null) return null
  const [first, ...others] = completeness.missing
  const more = others.length > 0 ? ` (and ${others.length} more; --json has all)` : ''
  return `${completeness.percent} %${first ? `; ${clean(first.why, 150)}${more}` : ''}`
}

function licenceOf({ licence, licenceName }: ThingInfo, clean: Clean): string | null {
  if (licence === null) return null
  return licenceName === null ? clean(licence) : `${clean(licence)}, ${clean(licenceName)}`
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

function commentsOf(thing: ThingInfo, clean: Clean, bold: Style['bold']): string[] {
  const { comments } = thing
  if (comments.length === 0) return []
  return [
    '',
    bold('Comments'),
    ...comments.map((one) => commentLine(one, clean)),
    ...leftLines(thing, 'comments', 'comments', comments.length),
  ]
}

function othersOf({ other }: ThingInfo, clean: Clean, bold: Style['bold']): string[] {
  const fields = Object.entries(other).filter(([name]) => !ELSEWHERE.has(name))
  if (fields.length === 0) return []
  const valueOf = (value: unknown) => clean(JSON.stringify(value) ?? '', 200)
  return ['', bold('Also'), ...fields.map(([name, value]) => `  ${clean(name, 60)}: ${valueOf(value)}`)]
}
