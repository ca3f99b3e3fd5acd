import { useState } from 'react'
import type { NodeStatus } from '@allmende/api/client'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { hintWords } from '../../state/hint-words.ts'
import { useWords } from '../../state/i18n.ts'
import { Graph } from './graph.tsx'
import { kindOf, wayOf } from './ways.ts'

/** Who is connected, and how they are reached. */
export function Peers({ status }: { readonly status: NodeStatus }) {
  const { t, language, ago, bytes, number, timeOfDay } = useWords()
  const hints = status.network.flatMap((way) => way.hints)
  return (
    <Section title={t('node.connected')}>
      {status.peers.length === 0 ? (
        <Empty title={t('node.nobody')}>{t('node.nobodyWhy')}</Empty>
      ) : (
        <>
          <Graph peers={status.peers} />
          <ul className="plain">
            {status.peers.map((peer) => {
              const way = wayOf(peer.transport)
              return (
                <li key={peer.node} className="line">
                  <div>
                    <strong>{peer.name ?? peer.node.slice(0, 8)}</strong>
                    <p className="soft">
                      {[
                        way ? t(`node.way.${way}`) : peer.transport,
                        peer.silentSince !== null
                          ? t('node.silent', { time: timeOfDay(peer.silentSince) })
                          : peer.rtt === null
                            ? t('node.noAnswer')
                            : `${number(Math.round(peer.rtt))} ms`,
                        t('node.since', { time: ago(peer.since) }),
                        t('node.moved', { in: bytes(peer.bytesIn), out: bytes(peer.bytesOut) }),
                      ].join(' · ')}
                    </p>
                  </div>
                </li>
              )
            })}
          </ul>
        </>
      )}
      {hints.map((hint) => (
        <p key={hint.message} className="notice notice-care">
          {hintWords(hint, t, language)}
        </p>
      ))}
      <Connect />
      <Addresses status={status} />
    </Section>
  )
}

/** To somebody whose address one was told. */
function Connect() {
  const { t } = useWords()
  const [address, setAddress] = useState('')
  const connect = useAct<string, unknown>((client, to) => client.connect(to))
  return (
    <details>
      <summary>{t('here.connect')}</summary>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          connect.mutate(address.trim(), { onSuccess: () => setAddress('') })
        }}
      >
        <Field label={t('here.address')} help={t('here.addressHelp')}>
          {(ids) => (
            <input
              {...ids}
              required
              placeholder="192.168.1.7:4800"
              value={address}
              onChange={({ target }) => setAddress(target.value)}
            />
          )}
        </Field>
        <button type="submit" className="button" disabled={connect.isPending}>
          {t('here.connectTo')}
        </button>
      </form>
      {connect.error && <Problem error={connect.error} again={false} />}
    </details>
  )
}

function Addresses({ status }: { readonly status: NodeStatus }) {
  const { t } = useWords()
  return (
    <details>
      <summary>{t('here.addresses')}</summary>
      <ul>
        {status.network.map(({ transport, addresses, answers }) => {
          const kind = kindOf(transport)
          return (
            <li key={transport}>
              {kind ? t(`node.way.${kind}`) : transport}: {t(`answers.${answers}`)}
              {addresses.length > 0 && ' · '}
              <code>{addresses.join(', ')}</code>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
