import { useState } from 'react'
import type { KeeperInfo, KeeperList } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { AskFirst } from '../../parts/ask-first.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useStatus } from '../../state/ask.ts'
import { useAct, useAsk } from '../../state/client.tsx'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'
import { safeWords } from '../../state/safe-words.ts'
import { KeptLimit } from './kept-limit.tsx'

/** Who was asked to keep everything, what they say; and who asks this node. */
export function Keepers() {
  const { t } = useWords()
  const list = useAsk<KeeperList>(['keepers'], (client) => client.listKeepers())
  return (
    <Section title={t('keepers.title')}>
      <Answer of={list}>
        {({ keepers, keeping, together }) => (
          <>
            {keepers.length === 0 ? (
              <Empty title={t('keepers.none')}>{t('keepers.noneWhy')}</Empty>
            ) : (
              <ul className="plain">
                {keepers.map((keeper) => (
                  <Keeper key={keeper.node} keeper={keeper} />
                ))}
              </ul>
            )}
            <Ask asked={keepers.map(({ node }) => node)} />
            {keeping.length > 0 && <h3>{t('keepers.askYou')}</h3>}
            <ul className="plain">
              {keeping.map((one) => (
                <Asking key={one.person} asking={one} />
              ))}
            </ul>
            {keeping.length > 0 && <KeptLimit together={together} />}
          </>
        )}
      </Answer>
    </Section>
  )
}

function Keeper({ keeper }: { readonly keeper: KeeperInfo }) {
  const words = useWords()
  const { t } = words
  const remove = useAct<null, unknown>((client) => client.removeKeeper({ who: keeper.node }))
  const look = { yes: 'badge-good', no: 'badge-bad', unknown: '' }[keeper.answer]
  return (
    <li className="line">
      <div>
        <strong>{keeper.name}</strong>{' '}
        <span className={`badge ${look}`}>{t(`here.holds.${keeper.answer}`)}</span>
        <p className="soft">{safeWords(keeper.why, words)}</p>
      </div>
      <AskFirst
        button={t('here.removeKeeper')}
        about={keeper.name}
        title={t('here.removeKeeperTitle', { name: keeper.name })}
        deed={remove}
      >
        <p>{t('here.removeKeeperWhy')}</p>
      </AskFirst>
    </li>
  )
}

function Ask({ asked }: { readonly asked: readonly string[] }) {
  const { t } = useWords()
  const { data: status } = useStatus()
  const [who, setWho] = useState('')
  const ask = useAct<string, unknown>((client, node) => client.addKeeper({ who: node }))
  const peers = (status?.peers ?? []).filter(({ node }) => !asked.includes(node))
  if (peers.length === 0) return null
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate(who, { onSuccess: () => setWho('') })
      }}
    >
      <Field label={t('keepers.who')}>
        {(ids) => (
          <select {...ids} required value={who} onChange={({ target }) => setWho(target.value)}>
            <option value="">{t('keepers.choose')}</option>
            {peers.map(({ node, name }) => (
              <option key={node} value={node}>
                {shortName(name, node)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button type="submit" className="button" disabled={ask.isPending || who === ''}>
        {t('keepers.ask')}
      </button>
      {ask.error && <Problem error={ask.error} again={false} />}
    </form>
  )
}

function Asking({ asking }: { readonly asking: KeeperList['keeping'][number] }) {
  const { t, bytes } = useWords()
  const keep = useAct<boolean, unknown>((client, yes) =>
    yes ? client.keepFor({ who: asking.person }) : client.dropFor({ who: asking.person }),
  )
  return (
    <li className="line">
      <div>
        <strong>{shortName(asking.name, asking.person)}</strong>
        <p className="soft">
          {asking.agreed
            ? t('keepers.kept', { held: bytes(asking.held.bytes), missing: bytes(asking.missing.bytes) })
            : t('keepers.asks')}
        </p>
        {keep.error && <Problem error={keep.error} again={false} />}
      </div>
      <button
        type="button"
        className="button"
        disabled={keep.isPending}
        onClick={() => keep.mutate(!asking.agreed)}
      >
        {t(asking.agreed ? 'keepers.stop' : 'keepers.agree')}
      </button>
    </li>
  )
}
