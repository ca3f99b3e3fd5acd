import type {
  BuildInfo,
  CommentInfo,
  OutsideUseInfo,
  SuggestionInfo,
  ThingInfo,
  ThingRef,
} from '@allmende/api/client'
import { bytes, counted, moment, short } from '../terminal/amounts.ts'
import { cleanLines, type Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'

const SHOWN = 20

type Said = { readonly author: string; readonly authorName: string | null }

function by({ author, authorName }: Said, clean: Clean): string {
  return clean(authorName ?? short(author), 60)
}

/** The versions, newest last, each with what it took in and who is known to hold it. */
export function versionLines({ versions }: ThingInfo, clean: Clean, { bold }: Style): string[] {
  if (versions.length === 0) return []
  return [
    '',
    bold('Versions'),
    ...versions.map((version) => {
      const label = version.label === null ? '' : `"${clean(version.label, 60)}"  `
      const merges = version.merges.map(
        ({ title, number, version: id, author, authorName }) =>
          `; took in ${number === null ? short(id) : `version ${number}`} of ${title === null ? 'a good not known here' : `"${clean(title, 60)}"`}${author === null ? '' : ` by ${by({ author, authorName }, clean)}`}`,
      )
      return `  ${version.number}  ${moment(version.at)}  ${label}${counted(version.files, 'file')}, ${bytes(version.bytes)}; ${heldWords(version)}${merges.join('')}`
    }),
  ]
}

function heldWords({ holders, heldHere }: ThingInfo['versions'][number]): string {
  if (holders === 0) return 'nobody is known to have it whole'
  if (holders === 1 && heldHere) return 'known to be whole on this computer only'
  return `known to be whole on ${counted(holders, 'computer')}${heldHere ? ', this one too' : ''}`
}

/** What it was made from, in a line; null for what is of its own. */
export function originWords({ lineage: { from } }: ThingInfo, clean: Clean): string | null {
  if (from === null) return null
  if (from.title === null) return `${from.version} (not known here), ${from.derivation}`
  const author =
    from.author === null ? '' : ` by ${by({ author: from.author, authorName: from.authorName }, clean)}`
  return `version ${from.number ?? '?'} of "${clean(from.title)}"${author}, ${from.derivation}`
}

export function refLines(
  thing: ThingInfo,
  list: 'forks' | 'usedIn',
  clean: Clean,
  { bold }: Style,
): string[] {
  const refs = thing.lineage[list]
  const [title, named] = list === 'forks' ? ['Forks', 'forks'] : ['Used in', 'used-in']
  if (refs.length === 0) return []
  return [
    '',
    bold(title),
    ...refs.slice(0, SHOWN).map((ref) => refLine(ref, clean)),
    ...leftLines(thing, list, named),
  ]
}

export function refLine(ref: ThingRef, clean: Clean): string {
  return `  "${clean(ref.title)}" by ${by(ref, clean)}  ${ref.id}`
}

/** That a list is longer than what is shown of it, and how to see the others. */
export function leftLines(
  { id, lists }: ThingInfo,
  list: keyof ThingInfo['lists'],
  named: string,
  shown = SHOWN,
): string[] {
  const left = lists[list].total - shown
  return left > 0 ? [`  … and ${left.toLocaleString('en')} more: allmende show ${id} --list ${named}`] : []
}

/** How often it was built, and how that came out; then each build with its version. */
export function buildLines(thing: ThingInfo, clean: Clean, style: Style): string[] {
  const { builds, lists } = thing
  if (builds.length === 0) return []
  const last = lists.builds.total > builds.length ? `of the last ${builds.length}, ` : ''
  return [
    '',
    style.bold(`Builds: ${last}${summary(builds, clean)}`),
    ...builds.slice(0, SHOWN).map((build) => buildLine(build, clean, style)),
    ...leftLines(thing, 'builds', 'builds'),
  ]
}

export function buildLine(build: BuildInfo, clean: Clean, { yellow }: Style): string {
  const line = `  version ${build.number ?? '?'}: ${outcomeWords(build, clean)}, by ${by(build, clean)}, ${moment(build.at)}${detailWords(build, clean)}`
  return build.outcome === 'failed' ? yellow(line) : line
}

function summary(builds: readonly BuildInfo[], clean: Clean): string {
  const outcomes = ['works', 'partly', 'failed'].flatMap((outcome) => {
    const some = builds.filter((build) => build.outcome === outcome)
    const parts = new Set(some.flatMap(({ problems }) => problems.flatMap(({ part }) => part ?? [])))
    const at = parts.size > 0 ? ` at ${[...parts].map((part) => clean(part, 60)).join(', ')}` : ''
    return some.length === 0 ? [] : [`${some.length} ${outcome}${at}`]
  })
  const others = builds.filter(({ byOther }) => byOther).length
  const who =
    others === builds.length ? 'by others' : others === 0 ? 'by those who tend it' : `${others} by others`
  return `${outcomes.join(', ')}; ${who}`
}

function outcomeWords({ outcome, problems }: BuildInfo, clean: Clean): string {
  const told = problems.map(({ part, text }) =>
    part === null ? clean(text, 200) : `at ${clean(part, 60)} (${clean(text, 200)})`,
  )
  return told.length === 0 ? outcome : `${outcome} ${told.join(', ')}`
}

function detailWords(
  { amount, unit, photos, repairability, modularity, ease, commercial, text }: BuildInfo,
  clean: Clean,
): string {
  const grades = Object.entries({ repairability, modularity, ease }).flatMap(([name, grade]) =>
    grade === null ? [] : [`${name} ${grade}/5`],
  )
  const details = [
    ...(amount === null ? [] : [`${amount}${unit === null ? '' : ` ${clean(unit, 40)}`}`]),
    ...grades,
    ...(commercial ? ['to be sold'] : []),
    ...(photos.length > 0 ? [counted(photos.length, 'picture')] : []),
  ]
  const said = text === null ? '' : `: ${clean(text, 300)}`
  return `${details.length > 0 ? `; ${details.join(', ')}` : ''}${said}`
}

/** What was suggested, and what became of it. */
export function suggestionLines(thing: ThingInfo, clean: Clean, style: Style): string[] {
  const { suggestions } = thing
  if (suggestions.length === 0) return []
  return [
    '',
    style.bold('Suggestions'),
    ...suggestions.slice(0, SHOWN).flatMap((one) => suggestionEntry(one, clean, style)),
    ...leftLines(thing, 'suggestions', 'suggestions'),
  ]
}

export function suggestionEntry(one: SuggestionInfo, clean: Clean, style: Style): string[] {
  return [
    `  ${stateWords(one, style)}: "${clean(one.title)}" by ${by(one, clean)}, ${moment(one.at)}${one.reason === null ? '' : ` (${clean(one.reason, 300)})`}`,
    ...(one.text === null || one.state !== 'open'
      ? []
      : [`    ${cleanLines(clean, one.text).replaceAll('\n', '\n    ')}`]),
    ...(one.state === 'open' ? [`    to answer: allmende accept ${one.id}`] : []),
  ]
}

function stateWords({ state }: SuggestionInfo, { yellow, green }: Style): string {
  if (state === 'open') return yellow(state)
  return state === 'accepted' ? green(state) : state
}

export function useLines(thing: ThingInfo, clean: Clean, { bold }: Style): string[] {
  const { outsideUses } = thing
  if (outsideUses.length === 0) return []
  return [
    '',
    bold('Used outside'),
    ...outsideUses.slice(0, SHOWN).map((use) => useLine(use, clean)),
    ...leftLines(thing, 'outsideUses', 'uses'),
  ]
}

export function useLine(use: OutsideUseInfo, clean: Clean): string {
  const { by: whom, how, returned, text } = use
  const came = returned === 'unknown' ? 'what came back is unknown' : `came back: ${clean(returned, 40)}`
  return `  by ${clean(whom, 100)}: ${clean(how, 200)}; ${came}${text === null ? '' : ` (${clean(text, 200)})`} (told by ${by(use, clean)})`
}

export function commentLine({ text, at, author, authorName }: CommentInfo, clean: Clean): string {
  return `  ${clean(authorName ?? short(author), 60)}, ${moment(at)}: ${cleanLines(clean, text).replaceAll('\n', '\n    ')}`
}

/** That versions stand side by side, and the command that settles it. */
export function divergenceLines(thing: ThingInfo, clean: Clean, { yellow }: Style): string[] {
  if (!thing.diverged) return []
  const numbers = new Map(thing.versions.map(({ id, number }) => [id, number]))
  const records = new Set(thing.divergences.flatMap(({ choices }) => choices.map(({ record }) => record)))
  const apart = [...records].flatMap((record) => numbers.get(record) ?? [])
  const fields = thing.divergences.map(({ field }) => clean(field, 60)).join(', ')
  return [
    yellow(`People changed it apart: versions ${apart.join(' and ')} stand side by side (${fields}).`),
    `  To go on from one of them: allmende accept ${thing.id} --version ${apart.at(-1) ?? 'N'}`,
  ]
}
