import type { Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import type { Session } from '../session.ts'

const UNITS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const

/** Whether somebody means a spoken code. Loads what reads it only for what begins with a number. */
export async function isCode(text: string): Promise<boolean> {
  return /^\s*\d/.test(text) && (await import('@allmende/vocabulary')).isLikeInviteCode(text)
}

/** `90s`, `10m`, `2h`, `1d`; a bare number is minutes. */
export function secondsOf(text: string): number {
  const [, count = '', unit = 'm'] = /^(\d{1,6})\s*([smhd])?$/.exec(text.trim().toLowerCase()) ?? []
  if (count === '')
    throw fail('USAGE', { message: '--for is wrong', expected: 'a time like 90s, 10m or 2h', found: text })
  return Number(count) * UNITS[unit as keyof typeof UNITS]
}

/** The link behind what was given: itself, or what a code opens. */
export async function linkOr(
  { io }: Pick<Invocation, 'io'>,
  session: Session,
  given: string,
): Promise<string> {
  if (!(await isCode(given))) return given
  tellLooking(io)
  const { link, by } = await session.client.linkByCode({ code: given }, { signal: io.signal })
  const clean = await io.clean()
  if (by !== null) io.note(`From ${clean(by, 60)}.`)
  return link
}

export function tellLooking({ errTty, note, errStyle }: Invocation['io']): void {
  if (errTty) note(errStyle.dim('Looking for whoever made the code …'))
}
