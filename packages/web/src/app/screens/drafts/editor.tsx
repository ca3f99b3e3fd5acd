import { useEffect, useMemo, useRef, useState } from 'react'
import type { DraftMarks } from '@allmende/api/client'
import type { Editor as OpenEditor, EditorState, HereInfo } from '../../../editor/contract.ts'
import type { Mark } from '../../../editor/marks.ts'
import type { StyleName } from '../../../editor/styles.ts'
import { useAsk, useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { channelOver } from './channel.ts'
import { rootIn } from './root-in.ts'
import { selected } from './selected.ts'
import { type AskedStyle, Styling, stylesOf } from './styling.tsx'

type Opened = { readonly state: EditorState; readonly people: readonly HereInfo[] }

type Shown = {
  readonly draft: string
  readonly right: 'view' | 'edit'
  readonly marks: readonly Mark[]
  readonly current: string | null
  readonly onMark: (id: string) => void
  readonly onSay: () => void
  readonly onChange: () => void
}

/** A draft in the live editor, with who else is here. */
export function Editor(shown: Shown) {
  const { t, language } = useWords()
  const { draft, right, marks, current } = shown
  const [asked, setAsked] = useState<AskedStyle>(null)
  const onStyle = (name: StyleName): void => setAsked((before) => ({ name, count: (before?.count ?? 0) + 1 }))
  const { place, editor, state, people } = useEditor({ ...shown, onStyle })
  const styled = useAsk<DraftMarks>(['thing', draft, 'marks'], (client) => client.draftMarks(draft))
  const styles = useMemo(() => stylesOf(styled.data?.marks), [styled.data])
  useEffect(() => editor?.style(styles), [editor, styles])
  useEffect(() => editor?.allow(right), [editor, right])
  useEffect(() => {
    editor?.mark(marks)
    if (current !== null) editor?.reveal(current)
  }, [editor, marks, current])
  const names = [...new Set(people.map(({ name, guest, id }) => guest ?? name ?? id.slice(0, 8)))]
  return (
    <>
      <div className="draft-bar soft">
        <p role="status">{stateWords(t, state, right)}</p>
        <p aria-live="polite">
          {names.length > 0 &&
            t('draft.here', { count: names.length, names: new Intl.ListFormat(language).format(names) })}
        </p>
      </div>
      {right === 'edit' && (
        <Styling draft={draft} styles={styles} asked={asked} settled={async () => editor?.settled()} />
      )}
      <div ref={place} className="editor" />
    </>
  )
}

/** Opened once for a draft; what it calls is always that of the screen as it is now. */
function useEditor({
  draft,
  right,
  onMark,
  onSay,
  onChange,
  onStyle,
}: Shown & { readonly onStyle: (name: StyleName) => void }) {
  const { t } = useWords()
  const client = useClient()
  const place = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<OpenEditor | null>(null)
  const [opened, setOpened] = useState<Opened>({ state: { state: 'opening' }, people: [] })
  const label = t('draft.text')
  const empty = t('drafting.nothingYet')
  const told = useRef({ onMark, onSay, onChange, onStyle, right })
  useEffect(() => {
    told.current = { onMark, onSay, onChange, onStyle, right }
  }, [onMark, onSay, onChange, onStyle, right])
  useEffect(() => {
    const element = place.current
    if (!element) return
    let left = false
    const show = (change: Partial<Opened>): void => {
      if (!left) setOpened((now) => ({ ...now, ...change }))
    }
    const opening = (async () => {
      const { openEditor } = await import('../../../editor/open-editor.ts')
      if (left) return null
      const made = openEditor(rootIn(element), {
        connect: channelOver(client, draft),
        right: told.current.right,
        label,
        placeholder: empty,
        onState: (now) => show({ state: now }),
        onPeople: (now) => show({ people: now }),
        onSelect: (now) => selected.set(now),
        onMark: (id) => told.current.onMark(id),
        onSay: () => told.current.onSay(),
        onStyle: (name) => told.current.onStyle(name),
        onChange: () => told.current.onChange(),
      })
      setEditor(made)
      return made
    })()
    return () => {
      left = true
      selected.set(null)
      setEditor(null)
      void opening.then((made) => made?.close())
    }
  }, [client, draft, label, empty])
  return { place, editor, ...opened }
}

function stateWords(t: ReturnType<typeof useWords>['t'], now: EditorState, right: 'view' | 'edit'): string {
  if (now.state === 'saved' && right === 'view') return t('drafting.reading')
  if (now.state !== 'ended') return t(`draft.state.${now.state}`)
  const said = `${t('draft.state.ended')} ${now.message}.`
  return now.unsaved ? `${said} ${t('draft.state.unsaved')}` : said
}
