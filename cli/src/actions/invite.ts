import type { InviteInfo } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import type { Session } from '../session.ts'
import { counted, moment, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { secondsOf } from './code.ts'
import { handOver } from './settle.ts'
import { untilStopped } from './until-stopped.ts'
import { tellWords } from './words.ts'

const LOOK_AGAIN_MS = 250
/** Who has used the code says who they are in a moment; nobody has to. */
const WHO_MS = 5_000

/** `commons invite`: a code for a commons; or the list of codes, or the end of one. */
export const commonsInvite: Action = async (invocation) => {
  const { options } = invocation
  const cancelled = options.text('cancel')
  if (options.flag('list')) return listInvites(invocation)
  if (cancelled !== undefined) return cancelInvite(invocation, cancelled)
  const commons = options.text('commons')
  return invite(invocation, commons === undefined ? {} : { commons })
}

/** `invite GOOD`: a code for somebody to copy it. */
export const inviteToThing: Action = async (invocation) =>
  invite(invocation, { thing: invocation.args[0] ?? '' })

async function invite(
  invocation: Invocation,
  about: { commons?: string; thing?: string },
): Promise<number | void> {
  const { io, options, open } = invocation
  const session = await open('full')
  const made = await giveCode(invocation, session, about)
  const waits = options.allowed('wait') && (!session.daemon || io.tty)
  if (!waits) return
  await session.share()
  if (session.daemon) io.note('Waiting for somebody to use it; Ctrl-C leaves it open …')
  else io.note('Waiting for somebody to use it; Ctrl-C ends the code …')
  const ended = await untilEnded(invocation, session, made)
  if (io.signal.aborted && session.daemon) return
  io.signal.throwIfAborted()
  if (io.json) await io.result(ended, () => '')
  if (ended.state !== 'used') return 1
  if (!session.daemon) await serveOn(invocation, session, made)
}

/** Makes a code, and says it with what it opens. */
async function giveCode(
  { io, options }: Invocation,
  session: Session,
  about: { commons?: string; thing?: string },
): Promise<InviteInfo> {
  const time = options.text('for')
  const uses = options.number('uses')
  const made = await session.client.invite({
    ...about,
    ...(time !== undefined && { seconds: secondsOf(time) }),
    ...(uses !== undefined && { uses }),
    ...(options.flag('vouch') && { vouch: true }),
  })
  await io.result(made, (clean) => codeLines(made, clean, io.style))
  tellWords(io, made.words)
  return made
}

export function codeLines(
  made: InviteInfo,
  clean: Clean,
  { bold, green }: Invocation['io']['style'],
): string[] {
  const what = made.thing ? `copy "${clean(made.thing.title)}"` : `join "${clean(made.commonsName)}"`
  const type = made.thing ? `allmende copy ${made.code}` : `allmende commons join ${made.code}`
  const times = made.usesLeft === 1 ? 'once' : `${made.usesLeft} times`
  return [
    `${green(`To ${what}, say this code:`)} ${bold(made.code)}`,
    `  They type:  ${type}`,
    `  Good until ${moment(made.expires)}, ${times}. After ${counted(made.triesLeft, 'wrong try', 'wrong tries')} it is dead.`,
    `  ${clean(made.opens, 300)}`,
    ...(made.vouches ? ['  Whoever comes by it is vouched for by you.'] : []),
  ]
}

/** Tells of everybody who comes, until the code has come to its end or somebody presses Ctrl-C. */
async function untilEnded(
  { io }: Invocation,
  session: Session,
  { code, usesLeft }: InviteInfo,
): Promise<InviteInfo> {
  const clean = await io.clean()
  let told = 0
  let over = 0
  for (;;) {
    const all = await session.client.listInvites()
    const now = all.find((one) => one.code === code)
    if (!now) throw new Error('the node does not know the code any more')
    for (const one of now.joined.slice(told)) {
      const who = one.person === null ? 'Somebody' : `Person ${clean(short(one.person))}`
      io.note(`${who} has used the code${one.vouched ? '; you vouched for them' : ''}.`)
    }
    told = now.joined.length
    if (now.state !== 'open') {
      over ||= performance.now()
      const known = now.state !== 'used' || performance.now() - over > WHO_MS
      if (known || now.joined.length >= usesLeft) {
        if (now.state !== 'used') io.note(endWords(now))
        return now
      }
    }
    if (io.signal.aborted) return now
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

function endWords({ state, code }: InviteInfo): string {
  if (state === 'dead')
    return `The code ${code} is dead: wrong words were tried too often. Make a new one, and say it more privately.`
  return state === 'expired'
    ? `The code ${code} is too old now, and nobody used it up.`
    : `The code ${code} was cancelled.`
}

/** With no node running: whoever came has a link now, and somebody has to be there who answers it. */
async function serveOn(invocation: Invocation, session: Session, made: InviteInfo): Promise<void> {
  const { io, options } = invocation
  if (!made.thing) return handOver(session, io, options)
  io.note('This goes on serving it until Ctrl-C …')
  await untilStopped(io.signal).stopped
}

async function listInvites({ io, open }: Invocation): Promise<void> {
  const { client } = await open('none')
  const invites = await client.listInvites()
  await io.result({ invites }, (clean) => {
    if (invites.length === 0)
      return 'No code was given out since the node was started. Make one with `allmende commons invite`.'
    return invites.map((one) => listLine(one, clean))
  })
}

function listLine(one: InviteInfo, clean: Clean): string {
  const what = one.thing ? `copy "${clean(one.thing.title)}"` : `join "${clean(one.commonsName)}"`
  const came = one.joined.length === 0 ? '' : `, ${counted(one.joined.length, 'person', 'people')} came`
  const open = one.state === 'open' ? ` until ${moment(one.expires)}` : ''
  return `${one.code}  ${one.state}${open}  to ${what}${came}`
}

async function cancelInvite({ io, open }: Invocation, code: string): Promise<void> {
  const { client } = await open('none')
  const ended = await client.cancelInvite(code)
  await io.result(ended, () =>
    ended.state === 'cancelled'
      ? `The code ${ended.code} opens nothing any more.`
      : `The code ${ended.code} was ${ended.state} already.`,
  )
}
