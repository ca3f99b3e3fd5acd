import { useEffect, useRef, useState } from 'react'
import type { EditorState, HereInfo } from '../../../editor/contract.ts'
import { useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { channelOver } from './channel.ts'

type Opened = { readonly state: EditorState; readonly people: readonly HereInfo[] }

/** A draft in the live editor, with who else is here. */
export function Editor({ draft }: { readonly draft: string }) {
  const { t, language } = useWords()
  const client = useClient()
  const place = useRef<HTMLDivElement>(null)
  const [{ state, people }, setOpened] = useState<Opened>({ state: { state: 'opening' }, people: [] })
  const label = t('draft.text')
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
      return openEditor(rootIn(element), {
        connect: channelOver(client, draft),
        right: 'edit',
        label,
        onState: (now) => show({ state: now }),
        onPeople: (now) => show({ people: now }),
      })
    })()
    return () => {
      left = true
      void opening.then((editor) => editor?.close())
    }
  }, [client, draft, label])
  const names = [...new Set(people.map(({ name, guest, id }) => guest ?? name ?? id.slice(0, 8)))]
  return (
    <>
      <div className="draft-bar soft">
        <p role="status">{stateWords(t, state)}</p>
        <p aria-live="polite">
          {names.length > 0 &&
            t('draft.here', { count: names.length, names: new Intl.ListFormat(language).format(names) })}
        </p>
      </div>
      <div ref={place} className="editor" />
    </>
  )
}

/**
 * An element in a shadow tree of the place. The editor's styles are adopted there as objects; in the document it would
 * put in a style element, which the policy of the page refuses.
 */
function rootIn(place: HTMLElement): HTMLElement {
  const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' })
  const inner = document.createElement('div')
  root.replaceChildren(inner)
  return inner
}

function stateWords(t: ReturnType<typeof useWords>['t'], now: EditorState): string {
  if (now.state !== 'ended') return t(`draft.state.${now.state}`)
  const said = `${t('draft.state.ended')} ${now.message}.`
  return now.unsaved ? `${said} ${t('draft.state.unsaved')}` : said
}
