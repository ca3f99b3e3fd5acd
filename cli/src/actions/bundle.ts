import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type {
  BundledCommons,
  CreateBundleResult,
  NotTaken,
  OpenBundleResult,
  OpenedCommons,
} from '@allmende/api/client'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { bytes, counted, moment, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'

/** Names shown of a list; the rest is counted. `--json` has all. */
const SHOWN = 10

export const createBundle: Action = async ({ args, cwd, io, options, open }) => {
  const [whom, since] = [options.text('for'), options.text('since')]
  const [commons, files] = [options.list('commons'), options.list('files')]
  const session = await open('none')
  const made = await io.withProgress((onProgress) =>
    session.client.createBundle(
      {
        file: resolve(cwd, args[0] ?? ''),
        ...(whom !== undefined && { for: whom }),
        ...(since !== undefined && { since: sinceOf(cwd, since) }),
        ...(commons.length > 0 && { commons }),
        ...(files.length > 0 && { files }),
        ...(options.flag('force') && { replace: true }),
      },
      { onProgress, signal: io.signal },
    ),
  )
  await io.result(made, (clean) => createdLines(made, clean))
}

export const openBundle: Action = async ({ args, cwd, io, options, open }) => {
  const files = options.text('files') ?? 'all'
  if (files !== 'all' && files !== 'none')
    throw fail('OPTION_WANTED', { message: 'what --files means here', expected: 'all or none', found: files })
  const session = await open('none')
  const opened = await io.withProgress((onProgress) =>
    session.client.openBundle(
      { file: resolve(cwd, args[0] ?? ''), files },
      { onProgress, signal: io.signal },
    ),
  )
  await io.result(opened, (clean) => openedLines(opened, clean))
}

/** A date stays a date; else it names a file of this computer. */
function sinceOf(cwd: string, since: string): string {
  const file = resolve(cwd, since)
  return existsSync(file) ? file : since
}

function createdLines({ file, bytes: size, for: whom, commons }: CreateBundleResult, clean: Clean): string[] {
  const names = whom.map(({ node, name }) => (name === null ? `node ${short(node)}` : clean(name, 60)))
  const who = names.length === 0 ? '' : ` for ${[...new Set(names)].join(', ')}`
  const empty = commons.every(({ blocks, files }) => blocks === 0 && files.length === 0)
  return [
    `Written${who}: ${clean(file, 500)}, ${bytes(size)}`,
    ...commons.flatMap((one) => createdOf(one, whom.length > 0, clean)),
    ...(empty && whom.length > 0 ? ['  They have all of this already, as far as is known here.'] : []),
    '  Open it there with `allmende bundle open`; it opens only for who is in these commons.',
  ]
}

function createdOf(
  { name, logs, blocks, bytes: size, files, leftOut, known }: BundledCommons,
  asked: boolean,
  clean: Clean,
): string[] {
  const since = known === null ? '' : `, as known ${moment(known)}`
  const all = asked && known === null ? '; what they have isn’t known, so all of it' : ''
  return [
    `  ${clean(name, 60)}: ${counted(blocks, 'block')} of ${counted(logs, 'log')}, ${bytes(size)}${since}${all}`,
    ...listed(
      files.filter(({ bytes: of }) => of > 0),
      'with the files of',
      clean,
    ),
    ...listed(leftOut, 'without the files of', clean),
    ...(leftOut.length > 0 ? ['      (take them along with --files held, or --files and the good)'] : []),
  ]
}

type Titled = { readonly title: string; readonly bytes: number; readonly reason?: string }

function listed(files: readonly Titled[], what: string, clean: Clean): string[] {
  if (files.length === 0) return []
  const sum = files.reduce((all, { bytes: size }) => all + size, 0)
  const shown = files.slice(0, SHOWN).map(({ title, bytes: size, reason }) => {
    const why = reason === undefined ? '' : ` (${clean(reason, 100)})`
    return `      ${clean(title, 100)}, ${bytes(size)}${why}`
  })
  const more = files.length > SHOWN ? [`      and ${counted(files.length - SHOWN, 'more', 'more')}`] : []
  return [`    ${what} ${counted(files.length, 'version')}, ${bytes(sum)}:`, ...shown, ...more]
}

function openedLines({ from, commons, unopened, bytes: size }: OpenBundleResult, clean: Clean): string[] {
  const who =
    from.name === null ? `node ${short(from.node)}` : `${clean(from.name, 60)} (node ${short(from.node)})`
  const closed = `  ${counted(unopened, 'commons', 'commons')} in it that you are not in stayed closed.`
  return [
    `Opened: from ${who} by stick, written ${moment(from.at)}, ${bytes(size)}`,
    ...commons.flatMap((one) => openedOf(one, clean)),
    ...(unopened > 0 ? [closed] : []),
  ]
}

function openedOf(
  { name, logs, records, blocks, bytes: size, files, notTaken }: OpenedCommons,
  clean: Clean,
): string[] {
  const nothing = blocks === 0 && files.length === 0
  const news = `${counted(records, 'new record')}, ${counted(blocks, 'block')} of ${counted(logs, 'log')}, ${bytes(size)}`
  return [
    `  ${clean(name, 60)}: ${nothing ? 'nothing new' : news}`,
    ...listed(files, 'files now here of', clean),
    ...notTaken.map(
      ({ reason, logs: count }) => `    not taken in of ${counted(count, 'log')}: ${WHY[reason]}`,
    ),
  ]
}

const WHY: Record<NotTaken['reason'], string> = {
  gap: 'what comes before it isn’t here. Ask for a bundle with everything',
  unlinked: 'it doesn’t tie in with what is here. Ask for a bundle that is made for this node',
  forked: 'its author has signed two histories; the other one stays out',
  refused: 'it isn’t of this commons',
  unknown: 'the log it belongs to isn’t here',
  quota: 'nobody has vouched for its author yet, so only the first of it was taken',
  'not-carried': 'its author is not carried here',
}
