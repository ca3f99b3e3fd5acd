import type { NodeStatus } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { useStatus } from '../../state/ask.ts'
import { useWords } from '../../state/i18n.ts'
import { Backup } from './backup.tsx'
import { Keepers } from './keepers.tsx'
import { SafeToClose } from './safe-to-close.tsx'
import { Storage } from './storage.tsx'

/** This node: whether it can be closed, who is connected and how, who keeps what, what lies here, what happened. */
export function ThisNode() {
  const { t } = useWords()
  return (
    <Page title={t('nav.node')} lead={t('node.lead')}>
      <Answer of={useStatus()}>
        {(status) => (
          <>
            <SafeToClose safe={status.safeToClose} />
            <Peers status={status} />
            <Keepers />
            <Storage status={status} />
            <Backup />
            <Happened status={status} />
            <p className="soft">
              {t('node.about', { version: status.version, node: status.node.slice(0, 8) })}{' '}
              <code>{status.home}</code>
            </p>
          </>
        )}
      </Answer>
    </Page>
  )
}

const WAYS = { 'same network': 'lan', internet: 'internet', relayed: 'relayed', stick: 'stick' } as const

function Peers({ status }: { readonly status: NodeStatus }) {
  const { t, ago, bytes, number } = useWords()
  const hints = status.network.flatMap((way) => way.hints)
  return (
    <Section title={t('node.connected')}>
      {status.peers.length === 0 ? (
        <Empty title={t('node.nobody')}>{t('node.nobodyWhy')}</Empty>
      ) : (
        <ul className="plain">
          {status.peers.map((peer) => {
            const way = WAYS[peer.transport as keyof typeof WAYS]
            return (
              <li key={peer.node} className="line">
                <div>
                  <strong>{peer.name ?? peer.node.slice(0, 8)}</strong>
                  <p className="soft">
                    {[
                      way ? t(`node.way.${way}`) : peer.transport,
                      peer.rtt === null ? t('node.noAnswer') : `${number(Math.round(peer.rtt))} ms`,
                      t('node.since', { time: ago(peer.since) }),
                      t('node.moved', { in: bytes(peer.bytesIn), out: bytes(peer.bytesOut) }),
                    ].join(' · ')}
                  </p>
                </div>
              </li>
            )
          })}
        </ul>
      )}
      {hints.map(({ code, message }) => (
        <p key={code} className="notice notice-care">
          {message}
        </p>
      ))}
    </Section>
  )
}

function Happened({ status }: { readonly status: NodeStatus }) {
  const { t, moment } = useWords()
  if (status.findings.length === 0) return null
  return (
    <Section title={t('node.happened')}>
      <ul className="plain">
        {status.findings.map(({ code, message, at }) => (
          <li key={`${code}${at}`} className="line">
            <span>{message}</span>
            <span className="soft">{moment(at)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
