import type { TFunction } from 'i18next'
import type { NodeStatus } from '@allmende/api/client'

type Hint = NodeStatus['network'][number]['hints'][number]

/** What may keep others away, in the language of the page. */
export function hintWords(hint: Hint, t: TFunction, language: string): string {
  switch (hint.code) {
    case 'udp-blocked':
    case 'meeting-place-silent':
      return t(`hint.${hint.code}`, { host: hint.host })
    case 'hard-router':
      return t(hint.relays > 0 ? 'hint.hardRouterRelayed' : 'hint.hardRouter')
    case 'neighbours-unreachable': {
      const hosts = new Intl.ListFormat(language, { type: 'conjunction' }).format(hint.hosts)
      return t('hint.neighbours', { count: hint.hosts.length, hosts })
    }
    case 'no-answer':
    case 'network-quiet':
    case 'no-network':
      return t(`hint.${hint.code}`)
  }
}
