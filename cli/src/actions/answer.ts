import type { AcceptResult } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import type { Options } from '../options.ts'
import { counted, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { needed, texts } from './deed.ts'
import { reportLines } from './merge-report.ts'
import { retryWhenMet } from './retry.ts'
import { handOver, settle } from './settle.ts'

/** Takes a suggestion in, or settles a divergence. */
export const accept: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const session = await open('read')
  await settle(session, io, options)
  const request = {
    reference: args[0] ?? '',
    ...texts(invocation, { reason: 'reason', version: 'version' }),
    ...piecesOf(options),
    ...(options.flag('with-conflicts') && { withConflicts: true }),
    ...(options.flag('licence-checked') && { licenceChecked: true }),
  }
  const result = await retryWhenMet({ session, io, options }, () =>
    io.withProgress((onProgress) => session.client.accept(request, { onProgress, signal: io.signal })),
  )
  await handOver(session, io, options)
  const { pieces } = result
  if (pieces !== undefined)
    return io.result(result, (clean) => takenIn(result, pieces, clean, io.style.green))
  await io.result(result, (clean) => [
    opening(result, clean, io.style.green),
    ...(result.suggestion === null ? [] : reportLines(result.report, clean, io.style)),
    `  Version: ${result.version}`,
  ])
}

/** `--pieces 1,3`. */
function piecesOf(options: Pick<Options, 'text'>): { pieces?: number[] } {
  const given = options.text('pieces')
  if (given === undefined) return {}
  const pieces = given.split(/[ ,]+/).filter(Boolean)
  if (pieces.length === 0 || !pieces.every((piece) => /^[1-9]\d?$/.test(piece)))
    throw fail('USAGE', { expected: '--pieces with numbers, such as 1,3', found: given })
  return { pieces: pieces.map(Number) }
}

function takenIn(
  { title, by, byName }: AcceptResult,
  pieces: number,
  clean: Clean,
  green: (text: string) => string,
): string {
  const who = clean(byName ?? (by === null ? 'somebody' : short(by)), 60)
  return `${green('Accepted')}: ${counted(pieces, 'passage')} of ${who} in "${clean(title)}".`
}

function opening(
  { title, suggestion, by, byName }: AcceptResult,
  clean: Clean,
  green: (text: string) => string,
): string {
  const who = clean(byName ?? (by === null ? 'somebody' : short(by)), 60)
  return suggestion === null
    ? `${green('Settled')}: "${clean(title)}" goes on from the version of ${who}.`
    : `${green('Accepted')} into "${clean(title)}", from ${who}:`
}

export const decline: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const reason = await needed(invocation, 'reason', 'Why not?')
  const session = await open('read')
  const result = await retryWhenMet({ session, io, options }, () =>
    session.client.decline({ suggestion: args[0] ?? '', reason, ...piecesOf(options) }),
  )
  await handOver(session, io, options)
  await io.result(result, (clean) => `Declined for "${clean(result.title)}": ${clean(result.reason, 2000)}`)
}

export const withdraw: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const session = await open('read')
  const result = await retryWhenMet({ session, io, options }, () =>
    session.client.withdraw({ suggestion: args[0] ?? '' }),
  )
  await handOver(session, io, options)
  await io.result(result, (clean) => `Taken back; "${clean(result.title)}" stays as it is.`)
}
