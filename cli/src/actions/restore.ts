import { resolve } from 'node:path'
import type { RestoreResult } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { bytes, counted, moment } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'
import { askWords } from './ask-words.ts'

const WHOLE = {
  yes: 'everything is here that those have who were met',
  no: 'more is to come',
  unknown: 'nobody of it was met yet',
} as const

/** Begins anew on this computer. Status 1 when nothing was found yet. */
export const restore: Action = async (invocation) => {
  const { io, options, open } = invocation
  const code = options.text('code')
  // Told before 24 words are typed.
  if (code !== undefined) (await import('@allmende/vocabulary')).parseInviteCode(code)
  const words = await askWords(
    invocation,
    'This computer becomes a further device of yours. The old one may go on running.',
  )
  const seconds = options.number('wait')
  const session = await open('full')
  const from = options.text('from')
  const request = {
    words,
    ...(code !== undefined && { code }),
    ...(from !== undefined && { from: resolve(invocation.cwd, from) }),
    ...(seconds !== undefined && { waitMs: seconds * 1000 }),
    ...(options.flag('files') && { files: true }),
  }
  const result = await io.withProgress((onProgress) =>
    session.client.restore(request, { onProgress, signal: io.signal }),
  )
  await io.result(result, (clean) =>
    result.found ? foundLines(result, clean, io.style) : notFoundLines(result, clean, io.style),
  )
  return result.found ? 0 : 1
}

function notFoundLines({ person, tried }: RestoreResult, clean: Clean, style: Style): string[] {
  return [
    style.bold('The list of your commons was not found yet.'),
    ...tried.map((one) => `  ${clean(one)}`),
    `You are you again (${clean(person.slice(0, 8))}), on a new device. The list is looked for as long as \`allmende start\` runs here.`,
    'Another computer of yours is found by a code: `allmende device add` there, `allmende restore --code CODE` here.',
    'If you know the address of a computer that has it: allmende restore --connect HOST:PORT',
  ]
}

function foundLines(result: RestoreResult, clean: Clean, style: Style): string[] {
  const { commons, devices, asOf } = result
  return [
    `${style.bold('You are back')}${result.name === null ? '' : `, ${clean(result.name, 60)}`}. This computer is a device of its own.`,
    `The list of your commons is of ${moment(asOf ?? 0)}; what was done elsewhere after that, it doesn’t know.`,
    '',
    style.bold(counted(commons.length, 'commons', 'commons')),
    ...commons.map(
      (one) =>
        `  ${clean(one.name, 60)} (${one.public ? 'public' : 'private'}): ${counted(one.goods, 'good')}, ${counted(one.records, 'record')}; ${WHOLE[one.whole]}`,
    ),
    '',
    style.bold('Your other devices'),
    ...devices
      .filter(({ here }) => !here)
      .map(
        ({ name, device, connected, seen }) =>
          `  ${clean(name ?? device.slice(0, 8), 60)}: ${connected ? 'connected now; it goes on writing' : seen === null ? 'not met' : `met last ${moment(seen)}`}`,
      ),
    '',
    ...missingLines(result, clean, style),
    ...contentLines(result),
    writesLine(result, clean),
    'Go on with: allmende start',
  ]
}

/** Of one's own goods. */
function contentLines({ fetched, elsewhere }: RestoreResult): string[] {
  const told = ({ goods, files, bytes: size }: RestoreResult['fetched']): string =>
    `${counted(files, 'file')} of ${counted(goods, 'good')} of yours (${bytes(size)})`
  return [
    ...(fetched.goods === 0 ? [] : [`Fetched: ${told(fetched)}.`]),
    ...(elsewhere.goods === 0
      ? []
      : [
          `Not on this computer yet, but others who are connected have it: ${told(elsewhere)}. Get one with \`allmende pin GOOD\`, or all of a commons with \`allmende pin --commons NAME\`.`,
        ]),
  ]
}

function writesLine({ writesTo, commons }: RestoreResult, clean: Clean): string {
  if (writesTo !== null)
    return `What you share from here goes to ${clean(writesTo, 60)}, in logs of this computer’s own.`
  if (commons.length === 0)
    return 'There is no commons here yet: allmende commons create NAME, or allmende commons join LINK'
  return 'Say where you write from here: allmende commons use NAME'
}

function missingLines({ missing, files }: RestoreResult, clean: Clean, style: Style): string[] {
  if (missing.length === 0 && files.length === 0)
    return [`${style.green('Nothing is missing')} of what your devices said that they had written.`, '']
  return [
    style.bold('What is missing'),
    ...missing.map(
      (one) =>
        `  ${clean(one.name, 60)}: ${counted(one.records, 'record')} of ${one.of}, written on ${clean(one.deviceName ?? one.device.slice(0, 8), 60)} ` +
        `${one.since === null ? 'from its beginning' : `after ${moment(one.since)}`} until ${moment(one.until)}${one.connected ? '; on their way' : ''}`,
    ),
    ...files.map(
      (one) =>
        `  ${clean(one.title, 60)}: its ${counted(one.files, 'file')} (${bytes(one.bytes)}); nobody who is connected has them`,
    ),
    'Somebody who isn’t connected now may have it; it comes when they are.',
    '',
  ]
}
