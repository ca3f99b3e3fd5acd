import type { VersionInfo } from '@allmende/api/client'
import type { useWords } from '../../state/i18n.ts'

/** On how many computers a version is known to be whole, and whether on this one. */
export function holdersSentence(
  t: ReturnType<typeof useWords>['t'],
  { holders, heldHere }: Pick<VersionInfo, 'holders' | 'heldHere'>,
): string {
  if (holders === 0) return t('held.nowhere')
  if (heldHere && holders === 1) return t('held.hereOnly')
  return t(heldHere ? 'held.hereToo' : 'held.elsewhere', { count: holders })
}
