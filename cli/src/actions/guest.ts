import type { GuestDoorInfo, GuestRight } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import type { Session } from '../session.ts'
import { counted } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { secondsOf } from './code.ts'
import { draftOf } from './draft-of.ts'
import { tellQr } from './qr.ts'
import { untilStopped } from './until-stopped.ts'

const RIGHTS: readonly GuestRight[] = ['view', 'suggest', 'edit']

/** Who has been here is looked at so often while this command serves them itself. */
const LOOK_MS = 1_000

/** Lets somebody on the same network in, who installs nothing. */
export const guestOpen: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const right = options.text('right')
  if (right !== undefined && !RIGHTS.includes(right as GuestRight))
    throw fail('USAGE', { expected: `--right ${RIGHTS.join(', ')}`, found: right })
  const time = options.text('for')
  const port = options.number('port')
  const name = options.text('name')
  const session = await open('full')
  const door = await session.client.openGuest({
    thing: await draftOf(session, args[0] ?? ''),
    ...(right !== undefined && { right: right as GuestRight }),
    ...(time !== undefined && { seconds: secondsOf(time) }),
    ...(name !== undefined && { name }),
    ...(options.list('address').length > 0 && { hosts: options.list('address') }),
    ...(port !== undefined && { port }),
  })
  await io.result(door, (clean) => doorLines(door, clean))
  await tellQr(invocation, door.links[0] ?? '', true)
  if (!session.daemon) await serveOn(invocation, session, door)
}

function doorLines(door: GuestDoorInfo, clean: Clean): string[] {
  const time = new Date(door.until).toTimeString().slice(0, 5)
  return [
    `"${clean(door.title, 80)}" is open on this network until ${time}, or until \`allmende guest close\`:`,
    ...door.links.map((link) => `  ${link}`),
    `Whoever has this link ${mayDo(door)}, with nothing installed. Show it only to whom you mean.`,
    'Plain HTTP: somebody else in the same network could listen to what goes over it, the link among it.',
  ]
}

function mayDo({ what, right }: GuestDoorInfo): string {
  if (what === 'good') return 'sees the good with its pictures, and downloads its files'
  if (right === 'view') return 'reads the draft'
  return right === 'suggest'
    ? 'reads the draft and offers changes to it, under a name of theirs, as your guest'
    : 'reads and edits the draft, under a name of theirs, as your guest'
}

/** With no node running: it is open while this goes on. */
async function serveOn({ io }: Invocation, session: Session, door: GuestDoorInfo): Promise<void> {
  const { stop, stopped } = untilStopped(io.signal)
  await session.share(stop)
  io.note('No node is running: this goes on until Ctrl-C, and then it is closed …')
  let told = ''
  const look = setInterval(() => {
    void session.client
      .listGuests()
      .then(async ({ doors }) => {
        const now = doors.find(({ id }) => id === door.id)
        if (!now) return stop()
        const line = inside(now, await io.clean())
        if (line !== told) io.note(line)
        told = line
      })
      .catch(() => undefined)
  }, LOOK_MS)
  await stopped
  clearInterval(look)
  await session.client.closeGuest({ door: door.id }).catch(() => undefined)
}

export const guestList: Action = async ({ io, open }) => {
  const session = await open('none')
  const found = await session.client.listGuests()
  await io.result(found, (clean) =>
    found.doors.length === 0
      ? 'Nothing is open for guests. `allmende guest open DRAFT` opens a draft or a good on this network.'
      : found.doors.flatMap((door) => {
          const time = new Date(door.until).toTimeString().slice(0, 5)
          const name = door.name === null ? '' : `, ${clean(door.name, 60)}`
          return [
            `${door.id}  "${clean(door.title, 80)}"${name}: ${door.right}, until ${time}`,
            ...door.links.map((link) => `  ${link}`),
            `  ${inside(door, clean)}`,
          ]
        }),
  )
}

function inside({ guests }: GuestDoorInfo, clean: Clean): string {
  if (guests.length === 0) return 'Nobody has come yet.'
  return guests.map(({ name, here }) => `${clean(name, 40)}${here ? '' : ' (gone)'}`).join(', ')
}

export const guestClose: Action = async ({ args, io, open, options }) => {
  const [door] = args
  if (door === undefined && !options.flag('all'))
    throw fail('USAGE', { expected: 'which one, as `guest list` shows them, or --all', found: 'neither' })
  const session = await open('none')
  const { closed } = await session.client.closeGuest(door === undefined ? {} : { door })
  await io.result({ closed }, (clean) =>
    closed.length === 0
      ? 'Nothing was open for guests.'
      : closed.map(
          ({ title, guests }) =>
            `Closed: "${clean(title, 80)}". ${counted(guests.length, 'guest')} had come; what they wrote stays.`,
        ),
  )
}
