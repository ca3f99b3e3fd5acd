import { useEffect, useRef, useState } from 'react'
import type { DraftCommentInfo } from '@allmende/api/client'
import { Empty } from '../../parts/empty.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Problem } from '../../parts/problem.tsx'
import { SayForm } from '../../parts/say-form.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { useStore } from '../../state/store.ts'
import { selected } from './selected.ts'

type Shown = {
  readonly draft: string
  readonly comments: readonly DraftCommentInfo[]
  readonly current: string | null
  readonly onCurrent: (id: string) => void
  /** Grows when somebody asks by keys to say something about what is selected. */
  readonly asked: number
}

/** What was said about a draft and its passages; what is done with is folded away. */
export function Comments({ draft, comments, current, onCurrent, asked }: Shown) {
  const { t } = useWords()
  const [done, setDone] = useState(false)
  const known = new Set(comments.map(({ id }) => id))
  const first = comments.filter(({ about }) => !known.has(about))
  const open = first.filter(({ resolved }) => !resolved).toSorted(byPlace)
  const closed = first.filter(({ resolved }) => resolved)
  return (
    <div className="stack">
      <Say draft={draft} asked={asked} />
      {open.length === 0 && <Empty title={t('drafting.noComments')}>{t('drafting.noCommentsWhy')}</Empty>}
      <ul className="plain comments">
        {[...open, ...(done ? closed : [])].map((comment) => (
          <Thread
            key={comment.id}
            comment={comment}
            answers={answersTo(comment.id, comments)}
            current={comment.id === current}
            onCurrent={() => onCurrent(comment.id)}
          />
        ))}
      </ul>
      {closed.length > 0 && (
        <button type="button" className="link" aria-expanded={done} onClick={() => setDone(!done)}>
          {t('drafting.resolved', { count: closed.length })}
        </button>
      )}
    </div>
  )
}

/** By where the passages are in the text; what is about none stands first. */
function byPlace(a: DraftCommentInfo, b: DraftCommentInfo): number {
  return (a.now?.from ?? -1) - (b.now?.from ?? -1) || a.at - b.at
}

function answersTo(id: string, comments: readonly DraftCommentInfo[]): DraftCommentInfo[] {
  return comments
    .filter(({ about }) => about === id)
    .toSorted((a, b) => a.at - b.at)
    .flatMap((answer) => [answer, ...answersTo(answer.id, comments)])
}

function Say({ draft, asked }: { readonly draft: string; readonly asked: number }) {
  const { t } = useWords()
  const about = useStore(selected)
  const area = useRef<HTMLTextAreaElement>(null)
  const say = useAct<string, unknown>((client, said) =>
    client.draftComment({
      draft,
      text: said,
      ...(about !== null && { quote: about.text, near: about.from }),
    }),
  )
  useEffect(() => {
    if (asked > 0) area.current?.focus()
  }, [asked])
  return (
    <SayForm
      say={say}
      area={area}
      above={about !== null && <blockquote className="quote">{about.text}</blockquote>}
      label={t(about === null ? 'drafting.sayAll' : 'drafting.sayPassage')}
      help={about === null ? t('drafting.sayHelp') : undefined}
      send={t('drafting.say')}
      most={10_000}
    />
  )
}

function Thread({
  comment,
  answers,
  current,
  onCurrent,
}: {
  readonly comment: DraftCommentInfo
  readonly answers: readonly DraftCommentInfo[]
  readonly current: boolean
  readonly onCurrent: () => void
}) {
  const { t } = useWords()
  const [answering, setAnswering] = useState(false)
  const item = useRef<HTMLLIElement>(null)
  const resolve = useAct<null, unknown>((client) => client.resolveComment({ comment: comment.id }))
  useEffect(() => {
    if (current) item.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <li ref={item} className={current ? 'is-current' : ''} aria-current={current || undefined}>
      <Quote comment={comment} onShow={onCurrent} />
      {[comment, ...answers].map((one) => (
        <Said key={one.id} comment={one} />
      ))}
      {comment.resolved ? (
        <p className="soft">{t('drafting.isResolved')}</p>
      ) : (
        <div className="row">
          <button
            type="button"
            className="button button-small"
            aria-expanded={answering}
            onClick={() => setAnswering(!answering)}
          >
            {t('drafting.answer')}
          </button>
          <button
            type="button"
            className="button button-small"
            disabled={resolve.isPending}
            onClick={() => resolve.mutate(null)}
          >
            {t('drafting.resolve')}
          </button>
        </div>
      )}
      {answering && <Answering to={comment.id} onDone={() => setAnswering(false)} />}
      {resolve.error && <Problem error={resolve.error} again={false} />}
    </li>
  )
}

/** The passage as it is now, or what it said when it is gone. */
function Quote({ comment, onShow }: { readonly comment: DraftCommentInfo; readonly onShow: () => void }) {
  const { t } = useWords()
  const { quote, now } = comment
  if (quote === null) return null
  if (now === null)
    return (
      <p className="soft">
        {t('drafting.gone')} <q>{quote}</q>
      </p>
    )
  return (
    <button type="button" className="link quote" onClick={onShow}>
      {now.text}
    </button>
  )
}

function Said({ comment }: { readonly comment: DraftCommentInfo }) {
  const { ago } = useWords()
  return (
    <div>
      <p>
        <PersonName name={comment.authorName} id={comment.author} />{' '}
        <span className="soft">{ago(comment.at)}</span>
      </p>
      <p className="pre">{comment.text}</p>
    </div>
  )
}

function Answering({ to, onDone }: { readonly to: string; readonly onDone: () => void }) {
  const { t } = useWords()
  const area = useRef<HTMLTextAreaElement>(null)
  const say = useAct<string, unknown>((client, said) => client.comment({ on: to, text: said }))
  useEffect(() => area.current?.focus(), [])
  return (
    <SayForm
      say={say}
      onSaid={onDone}
      area={area}
      label={t('drafting.yourAnswer')}
      send={t('drafting.say')}
    />
  )
}
