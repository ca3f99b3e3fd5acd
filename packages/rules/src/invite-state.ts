/** What became of a spoken code. */
export type InviteState = 'open' | 'used' | 'dead' | 'expired' | 'cancelled'

/** What has happened with a code so far. */
export type InviteCount = {
  /** How often it may be used; of these, how often it was. */
  readonly uses: number
  readonly used: number
  /** Wrong words that were tried, by anybody. */
  readonly wrong: number
  readonly expires: number
  readonly cancelled: boolean
}

/**
 * Wrong words that one code bears, whoever tries them and over however many connections: two words of 1,024 are 20 bits,
 * so all of them together guess right once in some 350,000 codes. More than one, since people mishear.
 */
export const MAX_WRONG_WORDS = 3

/** Nodes to which somebody who has a code shows that they know words: each of them learns one guess from it. */
export const MAX_SHOWN = 3

/** How long a code is good for: as long as a call takes, unless said; never longer than a day. */
export const INVITE_MS = 10 * 60_000
export const MAX_INVITE_MS = 24 * 60 * 60_000

export const MAX_INVITE_USES = 100

/** Whether a code can still be used, and if not why. Too many wrong words come first: the person has to hear of it. */
export function inviteState(
  { uses, used, wrong, expires, cancelled }: InviteCount,
  now: number,
): InviteState {
  if (wrong >= MAX_WRONG_WORDS) return 'dead'
  if (cancelled) return 'cancelled'
  if (used >= uses) return 'used'
  return now >= expires ? 'expired' : 'open'
}

export function triesLeft({ wrong }: Pick<InviteCount, 'wrong'>): number {
  return Math.max(0, MAX_WRONG_WORDS - wrong)
}
