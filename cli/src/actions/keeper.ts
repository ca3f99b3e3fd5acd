import type { KeeperInfo, KeeperList, KeepingInfo } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import { bytes, counted, moment, short, sizeIn } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'
import { moreLines, pageAsked } from './page.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'
import { tellWords } from './words.ts'

export const addKeeper: Action = async ({ args, io, options, open }) => {
  const [name, commons] = [options.text('name'), options.text('commons')]
  const session = await open('read')
  const added = await retryWhenMet({ session, io, options }, () =>
    session.client.addKeeper({
      who: args[0] ?? '',
      ...(name !== undefined && { name }),
      ...(commons !== undefined && { commons }),
    }),
  )
  await handOver(session, io, options)
  await io.result(added, (clean) => [
    `Asked ${clean(added.name, 60)} to keep everything you write in ${named(added.commons, clean)}.`,
    ...(added.later
      ? ['  Where the same computer turns up in a commons that you join later, it is asked there too.']
      : []),
    `  They agree with \`allmende keeper keep\` and your name; \`allmende status\` tells what they hold.`,
  ])
  tellWords(io, added.words)
}

export const removeKeeper: Action = async ({ args, io, options, open }) => {
  const session = await open('read')
  const removed = await session.client.removeKeeper({ who: args[0] ?? '' })
  await handOver(session, io, options)
  await io.result(
    removed,
    (clean) => `${clean(removed.name, 60)} is asked no longer. What they hold stays with them.`,
  )
}

export const listKeepers: Action = async ({ io, options, open }) => {
  const session = await open('none')
  const found = await session.client.listKeepers(pageAsked(options))
  await io.result(found, (clean) => [
    ...keepersOf(found, clean, io.style),
    '',
    ...keepingOf(found, clean, io.style),
    ...moreLines(found, io.style),
  ])
}

function keepersOf({ keepers }: KeeperList, clean: Clean, style: Style): string[] {
  if (keepers.length === 0)
    return [
      style.bold('Nobody keeps your things yet'),
      '  Ask somebody who is in a commons of yours: `allmende keeper add NAME`.',
    ]
  return [style.bold('Who keeps your things'), ...keepers.flatMap((keeper) => keeperLines(keeper, clean))]
}

function keeperLines(
  { name, node, since, asOf, reason, holds, commons, later }: KeeperInfo,
  clean: Clean,
): string[] {
  const heard = asOf === null ? 'never heard of' : `last heard of ${moment(asOf)}`
  return [
    `  ${clean(name, 60)} (node ${short(node)}), asked ${moment(since)} in ${named(commons, clean)}${later ? ', and in commons that you join later' : ''}; ${heard}`,
    ...(holds ? [`    holds the files of ${counted(holds.versions, 'version')}, ${bytes(holds.bytes)}`] : []),
    `    ${clean(reason, 400)}`,
  ]
}

function keepingOf({ keeping, together }: KeeperList, clean: Clean, style: Style): string[] {
  if (keeping.length === 0) return [style.bold('Nobody asks you to keep theirs')]
  const limit = together.limit === null ? '' : ` of at most ${bytes(together.limit)}`
  return [
    style.bold('Who asks you'),
    ...keeping.flatMap((one) => askerLines(one, clean)),
    ...(keeping.some(({ agreed }) => agreed)
      ? [`  Kept for others together: ${bytes(together.bytes)}${limit}`]
      : []),
  ]
}

function askerLines(one: KeepingInfo, clean: Clean): string[] {
  const name = nameOf(one, clean)
  if (!one.agreed)
    return [
      `  ${name} asks you to keep what they write in ${named(one.commons, clean)}`,
      `    Agree with \`allmende keeper keep ${quoted(name)}\`. It would take ${bytes(one.held.bytes + lackOf(one))} of files.`,
    ]
  return [
    `  ${name}: you keep ${keptWords(one)}`,
    ...(one.missing.versions > 0
      ? [`    still to be fetched: ${counted(one.missing.versions, 'version')}, ${bytes(one.missing.bytes)}`]
      : []),
    ...(one.over.versions > 0
      ? [`    left out, over the limit: ${counted(one.over.versions, 'version')}, ${bytes(one.over.bytes)}`]
      : []),
  ]
}

function lackOf({ missing, over }: KeepingInfo): number {
  return missing.bytes + over.bytes
}

function keptWords({ held, quota, commons }: KeepingInfo): string {
  const limit = quota === null ? '' : ` of at most ${bytes(quota)}`
  const where = commons.length > 1 ? ` in ${commons.length} commons` : ''
  return `everything they write${where}; files of ${counted(held.versions, 'version')}, ${bytes(held.bytes)}${limit}`
}

export const keepFor: Action = async (invocation) => {
  const quota = invocation.options.number('quota')
  const who = invocation.args[0] ?? ''
  const session = await invocation.open('read')
  const kept = await retryWhenMet({ session, ...invocation }, () =>
    session.client.keepFor({ who, ...(quota !== undefined && { quota }) }),
  )
  await tellKept(invocation, kept, (name) => [
    `You keep what ${name} writes${quota === undefined ? '' : `, with at most ${bytes(quota)} of files`}.`,
    kept.missing.versions > 0
      ? `  ${bytes(kept.missing.bytes)} of files are fetched in the background while a node runs here.`
      : '  All files of theirs are here.',
    ...(kept.over.versions > 0 ? [`  Left out, over the limit: ${bytes(kept.over.bytes)}.`] : []),
  ])
}

export const dropFor: Action = async (invocation) => {
  const session = await invocation.open('read')
  const dropped = await session.client.dropFor({ who: invocation.args[0] ?? '' })
  await tellKept(invocation, dropped, (name) => [
    `You don’t keep what ${name} writes; they see that you have not agreed.`,
    '  What is here stays until you forget it (`allmende forget`).',
  ])
}

function tellKept({ io }: Invocation, kept: KeepingInfo, words: (name: string) => string[]): Promise<void> {
  return io.result(kept, (clean) => words(nameOf(kept, clean)))
}

export const limitKept: Action = async ({ args, io, open }) => {
  const [text] = args
  const limit = text === undefined || text === 'none' ? null : sizeIn(text)
  if (limit === null && text !== undefined && text !== 'none')
    throw fail('USAGE', { expected: 'a size such as 20GB, or none', found: text })
  const session = await open('none')
  const together =
    text === undefined
      ? (await session.client.listKeepers()).together
      : await session.client.limitKept({ bytes: limit })
  await io.result(together, () =>
    together.limit === null
      ? `${bytes(together.bytes)} are kept for others; there is no limit.`
      : `${bytes(together.bytes)} of at most ${bytes(together.limit)} are kept for others.`,
  )
}

function named(commons: readonly string[], clean: Clean): string {
  return commons.map((name) => `"${clean(name, 60)}"`).join(', ')
}

function nameOf({ name, person }: KeepingInfo, clean: Clean): string {
  return clean(name ?? short(person), 60)
}

function quoted(name: string): string {
  return /^[\w-]+$/.test(name) ? name : `"${name}"`
}
