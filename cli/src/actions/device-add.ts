import type { DeviceCode } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import type { Session } from '../session.ts'
import { counted, moment } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { secondsOf } from './code.ts'
import { tellQr } from './qr.ts'
import { untilStopped } from './until-stopped.ts'

const LOOK_AGAIN_MS = 250
/** Who has used the code says who they are in a moment, if they ever do. */
const WHO_MS = 5_000
/** The new one's name comes with the list of one's commons, once it has taken that up. */
const NAME_MS = 20_000

/** A code by which a new computer finds this one, and the wait until it has come. */
export const deviceAdd: Action = async (invocation) => {
  const { io, options, open } = invocation
  const cancelled = options.text('cancel')
  if (cancelled !== undefined) return cancelCode(invocation, cancelled)
  const session = await open('full')
  const time = options.text('for')
  const made = await session.client.addDevice(time === undefined ? {} : { seconds: secondsOf(time) })
  await sayCode(invocation, session, made)
  if (!options.allowed('wait') && session.daemon) return
  await session.share()
  io.note('Waiting for the new computer; Ctrl-C ends the code …')
  const ended = await untilCome(invocation, session, made)
  if (io.json) await io.result(ended, () => '')
  const clean = await io.clean()
  io.note(endWords(ended, clean))
  if (ended.came?.own !== true) return 1
  if (session.daemon) return
  io.note('It takes its part from here: this goes on serving it until Ctrl-C …')
  await untilStopped(io.signal).stopped
}

async function sayCode(invocation: Invocation, session: Session, made: DeviceCode): Promise<void> {
  const { io } = invocation
  const { network } = await session.client.status()
  const direct = network.filter(({ transport }) => transport === 'direct').flatMap((one) => one.addresses)
  const looks = network.some(({ transport }) => transport !== 'direct')
  const [address] = direct
  const command = `allmende restore --code ${made.code}`
  const found = { ...made, command, addresses: direct, running: session.daemon !== null }
  const { bold, green } = io.style
  await io.result(found, (clean) => [
    `${green('The code for your new computer:')} ${bold(made.code)}`,
    `  Type there:  ${command}`,
    '  It asks for your 24 words, and becomes a device of its own; this one goes on as before.',
    `  Good until ${moment(made.expires)}, once. After ${counted(made.triesLeft, 'wrong try', 'wrong tries')} it is dead.`,
    '  It only lets the two find each other: whoever guesses it learns an address, and without your words nothing else.',
    ...(looks
      ? []
      : ['  This node neither looks on the internet nor on the local network (--no-internet, --no-lan).']),
    ...(address === undefined
      ? []
      : [`  If they don’t find each other, add there:  --connect ${clean(address)}`]),
  ])
  await tellQr(invocation, made.code)
}

async function untilCome({ io }: Invocation, { client }: Session, { code }: DeviceCode): Promise<DeviceCode> {
  return io.withProgress(async (onProgress) => {
    let over = 0
    for (;;) {
      const now = (await client.listDeviceCodes()).find((one) => one.code === code)
      if (!now) throw new Error('the node does not know the code any more')
      if (now.state !== 'open') {
        over ||= performance.now()
        if (isTold(now, performance.now() - over)) return now
      }
      if (io.signal.aborted) {
        if (now.state === 'open') await client.cancelDeviceCode(code)
        io.signal.throwIfAborted()
      }
      onProgress({ phase: phaseOf(now), done: 0, unit: 'records' })
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    }
  })
}

/** Whether there is nothing more to come about a code that is over. */
function isTold({ state, came }: DeviceCode, passed: number): boolean {
  if (state !== 'used') return true
  if (came === null) return passed > WHO_MS
  return !came.own || came.device !== null || passed > NAME_MS
}

function phaseOf({ state, came }: DeviceCode): string {
  if (state === 'open') return 'waiting for the new computer'
  return came === null ? 'somebody has the code' : 'your new computer is here: hearing its name'
}

function endWords({ code, state, came }: DeviceCode, clean: Clean): string {
  if (came?.own) {
    if (came.device === null)
      return 'Your new computer has come, and hasn’t said its name yet: see `allmende device list`.'
    const id = clean(came.device.slice(0, 8))
    const called = came.name === null ? id : `"${clean(came.name, 60)}" (${id})`
    return `Your new device: ${called}. See \`allmende device list\`.`
  }
  if (came) return 'Somebody with other words than yours has used the code. They have got nothing by it.'
  if (state === 'used')
    return 'Somebody has used the code and didn’t show that they have your words. They have got nothing by it.'
  if (state === 'dead')
    return `The code ${code} is dead: wrong words were tried too often. Make a new one with \`allmende device add\`.`
  return state === 'expired'
    ? `The code ${code} is too old now, and no computer came. Make a new one with \`allmende device add\`.`
    : `The code ${code} was cancelled.`
}

async function cancelCode({ io, open }: Invocation, code: string): Promise<void> {
  const { client } = await open('none')
  const ended = await client.cancelDeviceCode(code)
  await io.result(ended, () =>
    ended.state === 'cancelled'
      ? `The code ${ended.code} leads nobody here any more.`
      : `The code ${ended.code} was ${ended.state} already.`,
  )
}
