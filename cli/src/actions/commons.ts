import type { CommonsInfo } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import type { Io } from '../io.ts'
import { arrivalWords, arrive } from './arrive.ts'
import { isCode, tellLooking } from './code.ts'
import { opens } from './opens.ts'
import { tellQr } from './qr.ts'
import { tellWords } from './words.ts'

export const commonsCreate: Action = async ({ args, io, options, open }) => {
  const [name = ''] = args
  const { client } = await open('none')
  const made = await client.createCommons({ name, public: !options.flag('private') })
  await tellCommons(io, made, 'Made')
  tellWords(io, made.words)
}

/** By a link, by a code that somebody said, or by the id of one that is listed. */
export const commonsJoin: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const [given = ''] = args
  const name = options.text('name')
  const session = await open('read')
  const before = await session.client.listCommons()
  const called = name !== undefined && { name }
  const byCode = await isCode(given)
  if (byCode) tellLooking(io)
  const joined: CommonsInfo & { by?: string | null; vouched?: boolean | null } = byCode
    ? await session.client.joinByCode({ code: given, ...called }, { signal: io.signal })
    : isId(given)
      ? await session.client.joinListed({ id: given, ...called })
      : await session.client.joinCommons({ link: given, ...called })
  const arrived = await arrive(invocation, session, joined.id)
  const again = before.some(({ id }) => id === joined.id)
  await tellCommons(io, joined, again ? 'You have joined before:' : 'Joined')
  for (const line of arrived ? arrivalWords(arrived, session.daemon !== null) : []) io.note(line)
  if (joined.vouched === true) io.note(`${await inviterOf(io, joined.by)} vouched for you there.`)
  if (!joined.current) io.note('You write where you wrote before; to write here: `allmende commons use`.')
  tellWords(io, joined.words)
}

/** The beginning of an id, as `commons find` shows it; a mistyped link has the scheme or more than ids have. */
function isId(text: string): boolean {
  return /^[a-z0-9]{4,52}…?$/.test(text.trim())
}

async function inviterOf(io: Io, by: string | null | undefined): Promise<string> {
  return by ? (await io.clean())(by, 60) : 'Whoever invited you'
}

export const commonsUse: Action = async ({ args, io, open }) => {
  const { client } = await open('none')
  const used = await client.useCommons(args[0] ?? '')
  await io.result(used, (clean) => `What you write now goes to "${clean(used.name)}".`)
}

const OUTDATED =
  '\n  Its key was changed: you read what was written until then. Ask a member for a new link and join by that.'

export const commonsList: Action = async ({ io, open }) => {
  const { client } = await open('none')
  const commons = await client.listCommons()
  await io.result({ commons }, (clean) => {
    if (commons.length === 0)
      return 'You have no commons yet: make one with `allmende commons create NAME`, or join one with `allmende commons join LINK`.'
    return commons.map(
      (one) =>
        `${clean(one.name)} (${one.public ? 'public' : 'private'})${one.current ? ', you write here' : ''}\n  ${one.id}${one.outdated ? OUTDATED : ''}`,
    )
  })
}

export const commonsLink: Action = async (invocation) => {
  const { args, io, open } = invocation
  const { client } = await open('none')
  const all = await client.listCommons()
  const found = theOne(all, args[0])
  await tellCommons(io, found, 'Link of')
  await tellQr(invocation, found.link, true)
}

/** By name, id, or unambiguous beginning of an id; without any: the one written to, or the only one. */
function theOne(all: readonly CommonsInfo[], sought: string | undefined): CommonsInfo {
  const current = all.filter((one) => one.current)
  const fits =
    sought === undefined
      ? current.length > 0
        ? current
        : all
      : all.filter(({ id, name }) => name === sought || id.startsWith(sought))
  const [one] = fits
  if (one && fits.length === 1) return one
  const names = all.map(({ name }) => name).join(', ')
  throw fail('COMMONS_WANTED', {
    message: fits.length === 0 ? 'there is no such commons here' : 'that fits several commons',
    expected: names === '' ? 'a commons; there is none yet' : `one of: ${names}`,
    ...(sought !== undefined && { found: sought }),
    hint: 'allmende commons list shows them with their ids',
  })
}

async function tellCommons(io: Io, commons: CommonsInfo, what: string): Promise<void> {
  const opening = io.json ? '' : await opens(commons.link)
  await io.result(commons, (clean) => [
    `${io.style.green(what)} "${clean(commons.name)}" (${commons.public ? 'public' : 'private'}):`,
    `  ${commons.link}`,
    ...(opening === '' ? [] : [opening]),
  ])
}
