import type { DeviceInfo, DeviceList } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import type { Session } from '../session.ts'
import { counted, moment, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'
import { askWords } from './ask-words.ts'
import { handOver } from './settle.ts'

export const deviceList: Action = async (invocation) => {
  const { io, open } = invocation
  const session = await open('none')
  const list = await withAccount(invocation, session)
  await io.result(list, (clean) => linesOf(list, clean, io.style))
}

/** A home from before there were accounts gets one as soon as somebody can be asked for the words. */
async function withAccount(invocation: Invocation, { client }: Session): Promise<DeviceList> {
  const { io, options } = invocation
  const list = await client.listDevices()
  const lacks = list.person !== null && list.account === null
  if (!lacks || (!io.interactive && options.text('words-file') === undefined)) return list
  const words = await askWords(
    invocation,
    'This home is from before your words alone could bring you back. Given once, they make that possible; they are not kept.',
  )
  await client.takeWords({ words })
  return client.listDevices()
}

function linesOf({ person, devices, account, restoring }: DeviceList, clean: Clean, style: Style): string[] {
  if (person === null)
    return [
      'No device is anybody’s yet: the first thing you write makes you an identity, `allmende restore` brings back an old one.',
    ]
  return [
    ...devices.map((device) => lineOf(device, clean, style)),
    '',
    ...(restoring === null
      ? accountLines(account, clean)
      : [
          `The list of your commons is looked for since ${moment(restoring.since)}: ${restoring.tried.join('; ')}.`,
        ]),
  ]
}

function lineOf(device: DeviceInfo, clean: Clean, style: Style): string {
  const { here, since, wrote, seen, connected, retired } = device
  const words = [
    ...(here ? ['this one'] : []),
    ...(retired === null ? [] : [`retired ${moment(retired)}`]),
    ...(since === null ? [] : [`since ${moment(since)}`]),
    wrote === null ? 'has written nothing' : `wrote last ${moment(wrote)}`,
    ...(here ? [] : [connected ? 'connected' : seen === null ? 'not met yet' : `met last ${moment(seen)}`]),
  ]
  return `${style.bold(clean(device.name ?? 'without a name', 60))}  ${clean(device.device.slice(0, 8))}  ${words.join(', ')}`
}

function accountLines(account: DeviceList['account'], clean: Clean): string[] {
  if (account === null)
    return [
      'Your words alone can’t bring you back yet: give them once with `allmende device list --words-file FILE`.',
    ]
  const { keptBy } = account
  if (keptBy.length === 0)
    return [
      'Nobody who keeps the list of your commons is known now. While a node runs here it is given to those who are met; until then count on your words not finding it.',
    ]
  const names = keptBy.map(
    ({ node, name, newest, at }) =>
      `${clean(name ?? short(node), 40)} (${newest ? 'the newest, ' : 'an older one, '}${moment(at)})`,
  )
  return [`Your words find the list of your commons with ${names.join(', ')}.`]
}

export const deviceRename: Action = async ({ args, io, open }) => {
  const [device = '', name = ''] = args
  const { client } = await open('none')
  const renamed = await client.renameDevice({ device, name })
  await io.result(
    renamed,
    (clean) => `${clean(renamed.device.slice(0, 8))} is called "${clean(renamed.name)}" now.`,
  )
}

export const deviceRetire: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const [device = ''] = args
  const together = options.flag('by-devices')
  const words = together
    ? undefined
    : await askWords(invocation, 'Only your words say which devices are yours.')
  const session = await open('read')
  const request = {
    device,
    ...(words !== undefined && { words }),
    ...(options.flag('anyway') && { anyway: true }),
  }
  const retired = await session.client.retireDevice(request)
  await handOver(session, io, options)
  await io.result(retired, (clean) => [
    retired.byRoot
      ? `Retired: ${clean(retired.name ?? retired.device.slice(0, 8), 60)}. What it writes from now on is refused by everybody.`
      : `Said: ${clean(retired.name ?? retired.device.slice(0, 8), 60)} shall write no more. It holds as soon as another device of yours says so too.`,
    ...retired.commons.map(
      ({ name, records }) => `  ${clean(name, 60)}: ${counted(records, 'block')} of it stay`,
    ),
    ...(retired.refused > 0
      ? [`  ${counted(retired.refused, 'block')} that it told of and that nobody here has are refused.`]
      : []),
    'Whoever has it still has what lies on it, and the keys of your commons as they were.',
    ...(retired.byRoot
      ? [
          'A private commons changes its key as soon as its founder hears of this; you do, where you founded it or the founder vouched for you.',
        ]
      : []),
  ])
}
