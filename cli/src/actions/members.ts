import type { BlockInfo, ExclusionResult, MembersInfo } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { counted, short } from '../terminal/amounts.ts'
import { moreLines, pageAsked } from './page.ts'
import { handOver, settle } from './settle.ts'

type Clean = (text: string, max?: number) => string
type Ref = { readonly person: string; readonly name: string | null }

const named = (clean: Clean, { person, name }: Ref): string => clean(name ?? short(person), 60)

const list = (clean: Clean, people: readonly Ref[]): string =>
  people.map((one) => named(clean, one)).join(' and ')

/** Lists whom one has blocked, blocks somebody, or hears them again. */
export const block: Action = async ({ args, io, options, open }) => {
  const [person] = args
  const [note, commons] = [options.text('note'), options.text('commons')]
  const { client } = await open('none')
  if (person === undefined) {
    const { blocks, ...next } = await client.listBlocks(pageAsked(options))
    return io.result({ blocks, ...next }, (clean) =>
      blocks.length === 0
        ? 'You have blocked nobody. To stop hearing somebody: `allmende block WHO`.'
        : [...blocks.flatMap((one) => blockLines(clean, one)), ...moreLines(next, io.style)],
    )
  }
  const result = await client.block({
    person,
    ...(options.flag('remove') && { remove: true }),
    ...(note !== undefined && { note }),
    ...(commons !== undefined && { commons }),
  })
  await io.result(result, (clean) =>
    result.removed
      ? `You hear ${named(clean, result)} again.`
      : [
          `Blocked ${named(clean, result)}${where(clean, result)}: nothing of theirs is fetched or shown here from now on.`,
          'Nobody is told. To hear them again: `allmende block --remove`.',
        ],
  )
}

function where(clean: Clean, { commons }: BlockInfo): string {
  return commons === null ? '' : ` in ${commons.map(({ name }) => `"${clean(name)}"`).join(', ')}`
}

function blockLines(clean: Clean, one: BlockInfo): string[] {
  const since = new Date(one.at).toISOString().slice(0, 10)
  return [
    `${named(clean, one)}${where(clean, one)}, since ${since}${one.note === null ? '' : `: ${clean(one.note, 200)}`}`,
    `  ${clean(one.person)}`,
  ]
}

export const commonsMembers: Action = async ({ io, options, open }) => {
  const commons = options.text('commons')
  const session = await open('read')
  await settle(session, io, options)
  const request = { ...(commons !== undefined && { commons }), ...pageAsked(options) }
  const info = await session.client.members(request)
  await io.result(info, (clean) => [
    `"${clean(info.commonsName)}" (${info.public ? 'public' : 'private'})`,
    ...(info.members.length === 0
      ? ['Nobody has written in it yet, as far as is known here.']
      : info.members.toSorted(byArrival).flatMap((one) => memberLines(clean, one))),
    ...(info.next === undefined ? [] : [io.style.dim(`${counted(info.total, 'person', 'people')} in all.`)]),
    ...moreLines(info, io.style),
    ...(info.founder === null
      ? [
          'Who founded it isn’t known here: the link you came by doesn’t say. So nobody can be excluded from here.',
        ]
      : []),
  ])
}

/** Who came first, by their own clock, stands first on a page. */
function byArrival(a: MembersInfo['members'][number], b: MembersInfo['members'][number]): number {
  return (a.since ?? Infinity) - (b.since ?? Infinity)
}

function memberLines(clean: Clean, one: MembersInfo['members'][number]): string[] {
  const marks = [
    ...(one.you ? ['you'] : []),
    ...(one.founder ? ['founder'] : []),
    ...(one.since === null ? [] : [`since ${new Date(one.since).toISOString().slice(0, 10)}`]),
    ...(one.vouchedBy.length > 0 ? [`vouched for by ${list(clean, one.vouchedBy)}`] : []),
    ...(one.blocked ? ['blocked by you'] : []),
  ]
  const { excluded, proposedBy } = one
  return [
    `${named(clean, one)}${marks.length > 0 ? ` – ${marks.join(', ')}` : ''}`,
    ...(excluded
      ? [
          `  excluded by ${list(clean, excluded.by)}${excluded.note === null ? '' : `: ${clean(excluded.note, 200)}`}`,
        ]
      : []),
    ...(proposedBy.length > 0
      ? [`  ${list(clean, proposedBy)} wants to exclude them: it takes one more for whom the founder vouched`]
      : []),
    `  ${clean(one.person)}`,
  ]
}

export const commonsExclude: Action = (invocation) =>
  decide(invocation, 'exclude', (clean, result) => {
    const who = named(clean, result)
    const commons = `"${clean(result.commonsName)}"`
    if (!result.inForce)
      return [
        `Noted: you want ${who} to be excluded from ${commons}. It takes one more person for whom the founder vouched to say the same.`,
      ]
    return [
      `${who} is excluded from ${commons}, by ${list(clean, result.by)}.`,
      `What ${who} wrote before stays; nothing they write from now on is carried or shown.`,
      `${who} keeps what they already have.`,
      ...(result.newKey
        ? [
            `${commons} goes on under a new key. Links, invites and mirror links given out before open only what was written until now.`,
          ]
        : []),
      ...(result.public
        ? [
            'This commons is public: anybody can come back as a newcomer with another identity, and can read on.',
          ]
        : []),
    ]
  })

export const commonsReadmit: Action = (invocation) =>
  decide(invocation, 'readmit', (clean, result) => {
    const who = named(clean, result)
    const commons = `"${clean(result.commonsName)}"`
    return result.inForce
      ? [
          `${who} is in ${commons} again. What they wrote meanwhile is carried and shown too.`,
          ...(result.public
            ? []
            : [
                `Their computers get the keys that followed as soon as they meet somebody who has heard of this; a new link does the same: \`allmende commons link\`.`,
              ]),
        ]
      : [`Noted: you want ${who} to be in ${commons} again. It takes the same people that excluded them.`]
  })

export const commonsRotateKey: Action = async ({ io, options, open }) => {
  const commons = options.text('commons')
  const session = await open('read')
  await settle(session, io, options)
  const result = await session.client.changeKey({ ...(commons !== undefined && { commons }) })
  await handOver(session, io, options)
  await io.result(result, (clean) => [
    `"${clean(result.commonsName)}" goes on under a new key, which ${counted(result.devices, 'computer')} got.`,
    'Links and mirror links given out before open only what was written until now. The new one:',
    `  ${result.link}`,
  ])
}

async function decide(
  { args, io, options, open }: Invocation,
  what: 'exclude' | 'readmit',
  lines: (clean: Clean, result: ExclusionResult) => string[],
): Promise<void> {
  const [person = ''] = args
  const [note, commons] = [options.text('note'), options.text('commons')]
  const session = await open('read')
  await settle(session, io, options)
  const result = await session.client[what]({
    person,
    ...(note !== undefined && { note }),
    ...(commons !== undefined && { commons }),
  })
  await handOver(session, io, options)
  await io.result(result, (clean) => lines(clean, result))
}
