import { coreKeyOf, type CoreKey } from '@allmende/vocabulary'
import type { Attachments } from './attachments.ts'
import type { HeadSet } from './decide/heads.ts'
import type { Session } from './session.ts'

/**
 * Blocks of each core that the other side of a session has; null before it was compared with, and of mere readers. What was
 * told counts; and, where the comparison by hashes has shown no difference, what is here, unless it grew since.
 */
export function heldBy(
  session: Session,
  heads: HeadSet,
  attachments: Attachments,
): Map<CoreKey, number> | null {
  if (!session.reconciled || session.readerOf) return null
  const held = new Map<CoreKey, number>()
  for (const head of heads.values()) {
    const key = coreKeyOf(head.key)
    const told = Math.max(session.known.get(key) ?? 0, attachments.remoteHeld(key, session))
    const same = !session.grown.has(key) && session.agreesOn(head.key)
    const blocks = same ? Math.max(told, head.held) : told
    if (blocks > 0) held.set(key, blocks)
  }
  return held
}
