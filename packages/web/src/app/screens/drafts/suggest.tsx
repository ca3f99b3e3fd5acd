import { useEffect, useRef, useState } from 'react'
import type { DraftSuggested, DraftText } from '@allmende/api/client'
import type { CopyEditor } from '../../../editor/open-copy.ts'
import { Field } from '../../parts/field.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Problem } from '../../parts/problem.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useAct, useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { rootIn } from './root-in.ts'

/** The draft as a copy to edit: what is changed in it is offered, and stands in no text before somebody takes it in. */
export function Suggest({ draft, onDone }: { readonly draft: string; readonly onDone: () => void }) {
  const { t } = useWords()
  const [title, setTitle] = useState('')
  const [why, setWhy] = useState('')
  const { place, copy, touched, problem } = useCopy(draft)
  const send = useAct<null, DraftSuggested>((node) =>
    node.draftSuggest({
      draft,
      text: copy?.editor.text() ?? '',
      heads: copy?.base.heads ?? [],
      title: title.trim(),
      ...(why.trim() !== '' && { why: why.trim() }),
    }),
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate(null, { onSuccess: onDone })
      }}
    >
      <p className="notice">{t('drafting.suggestHow')}</p>
      {copy === null && problem === null && <Loading />}
      <div ref={place} className="editor" />
      <About title={title} onTitle={setTitle} why={why} onWhy={setWhy} />
      <div className="row">
        <button
          type="submit"
          className="button button-main"
          disabled={!touched || title.trim() === '' || send.isPending}
        >
          {t('drafting.suggestSend')}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t('common.cancel')}
        </button>
      </div>
      {(send.error ?? problem) !== null && <Problem error={send.error ?? problem} again={false} />}
    </form>
  )
}

/** A copy of the text as it is now, opened in an element; what others write meanwhile is brought together with it by the node. */
function useCopy(draft: string) {
  const { t } = useWords()
  const client = useClient()
  const place = useRef<HTMLDivElement>(null)
  const [copy, setCopy] = useState<{ editor: CopyEditor; base: DraftText } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [touched, setTouched] = useState(false)
  const label = t('drafting.copy')
  useEffect(() => {
    const element = place.current
    if (!element) return
    let left = false
    const before = document.activeElement
    const opening = (async () => {
      const [{ openCopy }, base] = await Promise.all([
        import('../../../editor/open-copy.ts'),
        client.draftText(draft),
      ])
      if (left) return null
      const editor: CopyEditor = openCopy(rootIn(element), {
        label,
        tracked: true,
        onChange: () => setTouched(editor.text() !== base.text),
      })
      editor.put(base.text)
      editor.lock(false)
      // Who went on to another place meanwhile isn't fetched back.
      if (document.activeElement === before || document.activeElement === document.body) editor.focus()
      setCopy({ editor, base })
      return editor
    })()
    opening.catch((error: unknown) => setProblem(error))
    return () => {
      left = true
      void opening.then((editor) => editor?.close()).catch(() => undefined)
    }
  }, [client, draft, label])
  return { place, copy, touched, problem }
}

function About({
  title,
  onTitle,
  why,
  onWhy,
}: {
  readonly title: string
  readonly onTitle: (title: string) => void
  readonly why: string
  readonly onWhy: (why: string) => void
}) {
  const { t } = useWords()
  return (
    <>
      <TextField label={t('drafting.suggestTitle')} required maxLength={200} value={title} onType={onTitle} />
      <Field label={t('drafting.suggestWhy')}>
        {(ids) => (
          <textarea
            {...ids}
            rows={2}
            maxLength={10_000}
            value={why}
            onChange={({ target }) => onWhy(target.value)}
          />
        )}
      </Field>
    </>
  )
}
