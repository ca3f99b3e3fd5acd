import { Link } from 'wouter'
import { useStatus } from '../state/ask.ts'
import { connection } from '../state/connection.ts'
import { useWords } from '../state/i18n.ts'
import { useStore } from '../state/store.ts'
import { syncOf } from '../state/sync-state.ts'

/** The state of the node in a sentence, on every screen. */
export function NodeSentence() {
  const { t } = useWords()
  const state = useStore(connection)
  const { data } = useStatus()
  const away = state === 'away'
  const sync = data && syncOf(data.commons)
  const look = away ? 'is-away' : sync === 'behind' ? 'is-busy' : sync === 'even' ? 'is-well' : ''
  return (
    <Link href="/node" className={`node-sentence ${look}`}>
      <span className="dot" aria-hidden="true" />
      <span role="status">
        {away || !data || !sync
          ? t(away ? 'node.away' : 'node.opening')
          : `${t('node.peers', { count: data.peers.filter(({ silentSince }) => silentSince === null).length })} · ${t(`node.sync.${sync}`)}`}
      </span>
    </Link>
  )
}
