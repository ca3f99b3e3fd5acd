import type { KeptInfo, MirrorInfo, MirrorsInfo } from '@allmende/api/client'
import { findDaemon } from '@allmende/api/daemon'
import type { Action, Invocation } from '../action.ts'
import { bytes, counted, moment, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { opens } from './opens.ts'
import { start } from './start.ts'

export const mirrorLink: Action = async ({ args, io, open }) => {
  const { client } = await open('none')
  const [commons] = args
  const made = await client.mirrorLink(commons === undefined ? {} : { commons })
  const opening = io.json ? '' : await opens(made.link)
  await io.result(made, (clean) => [
    `${io.style.green('Mirror link')} of "${clean(made.name)}":`,
    `  ${made.link}`,
    opening,
    'Somebody with a computer that is always on runs:  allmende mirror LINK',
    'It sees who is connected and when, and how much of what size; not a word of what. docs/mirrors.md says all of it.',
  ])
}

/** Keeps commons for others until Ctrl-C; with a node that runs already, there. */
export const mirror: Action = async (invocation) => {
  const { args, io, options, open, home } = invocation
  const quota = options.number('quota')
  const running = await findDaemon(home)
  // Without a running node the links are taken in by one of our own first: it then goes on with what is noted in the home.
  const session = await open('none')
  const kept: KeptInfo[] = []
  for (const link of args)
    kept.push(await session.client.keepMirror({ link, ...(quota !== undefined && { quota }) }))
  if (running) {
    await io.result({ keeps: kept, running: true }, (clean) => [
      ...kept.flatMap((one) => keptLines(one, clean)),
      'The running node keeps it from now on.',
    ])
    return
  }
  const { keeps } = await session.client.mirrors()
  await session.close()
  if (!io.json) {
    const clean = await io.clean()
    for (const one of keeps) for (const line of keptLines(one, clean)) io.say(line)
    io.say(
      keeps.length === 0
        ? 'Nothing is kept yet: `allmende mirror LINK`, with a link made by `allmende commons mirror-link`.'
        : 'What is kept is ciphertext; nothing of it can be read here.',
    )
  }
  await runMirror(invocation)
}

/** As `start`, which keeps what the home says; a mirror has no use for a starter commons. */
async function runMirror(invocation: Invocation): Promise<void> {
  const { options } = invocation
  const port = options.number('port') ?? 0
  await start({
    ...invocation,
    options: {
      ...options,
      number: (name) => (name === 'port' ? port : options.number(name)),
      allowed: (name) => name !== 'starter' && options.allowed(name),
    },
  })
}

export const mirrorStatus: Action = async ({ io, open }) => {
  const { client } = await open('none')
  const found = await client.mirrors()
  await io.result(found, (clean) => statusLines(found, clean, io.style.bold))
}

function statusLines(
  { keeps, takenBack }: MirrorsInfo,
  clean: Clean,
  bold: (text: string) => string,
): string[] {
  const kept =
    keeps.length === 0
      ? ['Nothing is kept here for others. `allmende mirror LINK` begins to.']
      : [bold('Kept here for others'), ...keeps.flatMap((one) => keptLines(one, clean))]
  if (takenBack.length === 0) return kept
  return [
    ...kept,
    bold('Taken back'),
    ...takenBack.map(
      ({ name, at, bytes: freed, by }) =>
        `  ${clean(name, 60)}: deleted ${moment(at)} (${bytes(freed)}), asked by ${by === 'owner' ? 'you' : `the node ${short(by)}`}`,
    ),
  ]
}

function keptLines(one: KeptInfo, clean: Clean): string[] {
  return [
    `  ${clean(one.name, 60)} (${one.public ? 'public' : 'private'}): ${bytes(one.bytes)} of at most ${bytes(one.quota)}${fullWords(one)}`,
    `    ${counted(one.logs, 'log')}, ${behindWords(one)}; files of ${one.filesHeld} of ${one.filesWanted} that were asked for; ${counted(one.peers, 'peer')}`,
  ]
}

function fullWords({ full, diskFull }: KeptInfo): string {
  if (!full) return ''
  if (!diskFull) return ', FULL: nothing more is fetched'
  return ', the DISK IS FULL: what is here is kept, nothing more is fetched until there is room'
}

function behindWords({ behind }: Pick<KeptInfo, 'behind'>): string {
  if (behind === null) return 'nobody met yet who could tell whether that is all'
  return behind === 0 ? 'all that those one has met have' : `${counted(behind, 'block')} known to be missing`
}

/** For `status`: the mirrors of one's own commons. */
export function mirrorLines(
  mirrors: readonly MirrorInfo[],
  clean: Clean,
  bold: (text: string) => string,
): string[] {
  if (mirrors.length === 0) return []
  return [
    '',
    bold('Mirrors (they hold ciphertext and can’t read it)'),
    ...mirrors.flatMap((one) => {
      const state = one.full ? (one.diskFull ? 'its disk is full' : 'full') : behindWords(one)
      const old = one.oldKey
        ? [
            '    It carries what was written until the key was changed. Give it a new link: `allmende commons mirror-link`.',
          ]
        : []
      const asked =
        one.removal === 'none'
          ? ''
          : one.removal === 'asked'
            ? '; asked to delete it'
            : '; keeps it on others’ word'
      return [
        `  ${clean(one.commonsName, 60)}: node ${short(one.node)}, ${one.connected ? 'connected' : `last seen ${moment(one.at)}`}, ` +
          `${counted(one.logs, 'log')}, ${state}; files of ${one.filesHeld} of ${one.filesWanted} logs; ${bytes(one.bytes)} of ${bytes(one.quota)}${asked}`,
        ...old,
      ]
    }),
  ]
}

export const mirrorDrop: Action = async ({ args, io, open }) => {
  const { client } = await open('none')
  const dropped = await client.dropMirror({ commons: args[0] ?? '' })
  await io.result(
    dropped,
    (clean) => `Deleted "${clean(dropped.name, 60)}": ${bytes(dropped.bytes)} are free again.`,
  )
}

export const mirrorRemove: Action = async ({ args, io, open, options }) => {
  const session = await open('read')
  const [commons] = args
  const mirror = options.text('mirror')
  const removal = await session.client.removeMirror({
    ...(commons !== undefined && { commons }),
    ...(mirror !== undefined && { mirror }),
  })
  await io.result(removal, (clean) => [
    ...removal.removed
      .filter(({ all }) => all)
      .map(
        ({ node, bytes: freed }) =>
          `The mirror ${short(node)} has deleted "${clean(removal.commonsName, 60)}" (${bytes(freed)}).`,
      ),
    ...removal.refused.map(
      (node) =>
        `The mirror ${short(node)} forgot what only you told of, and keeps the rest: only the node that gave it the link may have all deleted.`,
    ),
    ...removal.asked.map(
      (node) => `The mirror ${short(node)} isn’t connected: it is asked as soon as it is met.`,
    ),
  ])
}
