import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import type { DraftMarked, DraftMarks } from '@allmende/api/client'
import type { Selected } from '../../../editor/contract.ts'
import { isStyled, type Style, type StyleName, STYLES } from '../../../editor/styles.ts'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { useStore } from '../../state/store.ts'
import { selected } from './selected.ts'

const KEYS: Readonly<Partial<Record<StyleName, string>>> = { strong: 'Control+B', em: 'Control+I' }

/** What is marked in the text, to be drawn in it. */
export function stylesOf(marks: DraftMarks['marks'] | undefined): Style[] {
  return (marks ?? []).flatMap(({ name, known, now }) => {
    const style = STYLES.find((one) => one === name)
    return style && known ? [{ name: style, from: now.from, to: now.to, text: now.text }] : []
  })
}

/** Asked for by keys in the text; `count` grows with each time. */
export type AskedStyle = { readonly name: StyleName; readonly count: number } | null

type Request = { readonly name: StyleName; readonly passage: Selected; readonly value: string | true | null }

/** Buttons that mark what is selected as bold, emphasised, code or a link, and take the mark off what has it. */
export function Styling(shown: {
  readonly draft: string
  readonly styles: readonly Style[]
  readonly asked: AskedStyle
  /** Once the node has what was typed: the words may be new. */
  readonly settled: () => Promise<void>
}) {
  const { draft, styles, asked, settled } = shown
  const { t } = useWords()
  const cache = useQueryClient()
  const passage = useStore(selected)
  const [linking, setLinking] = useState<Selected | null>(null)
  const act = useAct<Request, DraftMarked>(async (client, { name, passage: { text, from }, value }) => {
    await settled()
    return client.markDraft({ draft, quote: text, near: from, name, value })
  })
  const mark = (request: Request): void =>
    act.mutate(request, {
      onSuccess: () => {
        setLinking(null)
        void cache.invalidateQueries({ queryKey: ['thing', draft, 'marks'] })
      },
    })
  const press = (name: StyleName): void => {
    if (passage === null || act.isPending) return
    if (isStyled(passage, name, styles)) mark({ name, passage, value: null })
    else if (name === 'link') setLinking(passage)
    else mark({ name, passage, value: true })
  }
  const told = useRef(press)
  useEffect(() => {
    told.current = press
  })
  useEffect(() => {
    if (asked) told.current(asked.name)
  }, [asked])
  return (
    <>
      <div className="row" role="group" aria-label={t('styling.what')}>
        {STYLES.map((name) => (
          <button
            key={name}
            type="button"
            className="button button-small"
            aria-pressed={passage !== null && isStyled(passage, name, styles)}
            aria-keyshortcuts={KEYS[name]}
            disabled={passage === null || act.isPending}
            onClick={() => press(name)}
          >
            {t(`styling.${name}`)}
          </button>
        ))}
      </div>
      {linking && (
        <Linking onSend={(value) => mark({ name: 'link', passage: linking, value })} words={linking.text} />
      )}
      {act.error && <Problem error={act.error} again={false} />}
    </>
  )
}

function Linking({ words, onSend }: { readonly words: string; readonly onSend: (address: string) => void }) {
  const { t } = useWords()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [address, setAddress] = useState('')
  useEffect(() => field.current?.focus(), [])
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        if (address.trim() !== '') onSend(address.trim())
      }}
    >
      <label htmlFor={id}>{t('styling.address', { words: words.slice(0, 60) })}</label>
      <input
        id={id}
        ref={field}
        value={address}
        placeholder="https://"
        maxLength={2000}
        onChange={(event) => setAddress(event.target.value)}
      />
      <button type="submit" className="button button-small">
        {t('styling.setLink')}
      </button>
    </form>
  )
}
