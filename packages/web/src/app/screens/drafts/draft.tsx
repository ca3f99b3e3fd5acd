import { Tabs } from '@base-ui/react/tabs'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { DraftComments, DraftSuggestions, ThingInfo } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { CopyText } from '../../parts/copy-text.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Page } from '../../parts/page.tsx'
import { useThing } from '../../state/ask.ts'
import { useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { wholeOf } from './whole-of.ts'
import { Access } from './access.tsx'
import { Beside } from './beside.tsx'
import { Comments } from './comments.tsx'
import { Editor } from './editor.tsx'
import { History } from './history.tsx'
import { marksOf } from './marks-of.ts'
import { News } from './news.tsx'
import { Publish } from './publish.tsx'
import { Suggest } from './suggest.tsx'
import { Suggestions } from './suggestions.tsx'
import { useDraftTouched } from './touched.ts'

/** A draft, edited live with others. */
export function Draft({ id }: { readonly id: string }) {
  const { t } = useWords()
  return (
    <Answer of={useThing(decodeURIComponent(id))} screen={t('nav.drafts')}>
      {(thing) => <One thing={thing} />}
    </Answer>
  )
}

type Open = 'access' | 'publish' | 'link'
type Mode = 'write' | 'suggest' | 'history'

function One({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const [open, setOpen] = useState<Open | null>(null)
  const [mode, setMode] = useState<Mode>('write')
  const close = (): void => setOpen(null)
  const suggestions = useAsk<DraftSuggestions>(['thing', thing.id, 'suggestions'], (client) =>
    wholeOf((page) => client.draftSuggestions(thing.id, page), 'suggestions'),
  )
  const mayEdit = suggestions.data?.mayAnswer ?? false
  return (
    <Page
      title={thing.title}
      lead={<Link href={`/commons/${thing.commons}`}>{thing.commonsName}</Link>}
      actions={(['access', 'link', 'publish'] as const).map((one) => (
        <button
          key={one}
          type="button"
          className={`button ${one === 'publish' ? 'button-main' : ''}`}
          aria-haspopup="dialog"
          onClick={() => setOpen(one)}
        >
          {t(one === 'access' ? 'drafting.access' : `draft.${one}`)}
        </button>
      ))}
    >
      <div className="row modes" role="group" aria-label={t('drafting.modes')}>
        {(['write', 'suggest', 'history'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="button button-small"
            aria-pressed={mode === one}
            onClick={() => setMode(one)}
          >
            {t(one === 'write' && !mayEdit ? 'drafting.mode.read' : `drafting.mode.${one}`)}
          </button>
        ))}
      </div>
      <Answer of={suggestions}>
        {(all) => <Desk thing={thing} all={all} mode={mode} onMode={setMode} />}
      </Answer>
      <Dialog open={open === 'access'} onClose={close} title={t('drafting.access')}>
        <Access thing={thing} />
      </Dialog>
      <Dialog open={open === 'link'} onClose={close} title={t('draft.link')}>
        <p>{t('draft.linkOpens')}</p>
        <CopyText text={thing.link} label={t('draft.link')} />
      </Dialog>
      <Dialog open={open === 'publish'} onClose={close} title={t('draft.publish')}>
        <Publish draft={thing.id} />
      </Dialog>
    </Page>
  )
}

type Tab = 'comments' | 'suggestions' | 'beside'

type DeskOf = {
  readonly thing: ThingInfo
  readonly all: DraftSuggestions
  readonly mode: Mode
  readonly onMode: (mode: Mode) => void
}

/** The text, and what stands beside it. In another mode the editor stays open behind: nothing of it is begun anew. */
function Desk({ thing: { id: draft }, all, mode, onMode }: DeskOf) {
  return (
    <>
      <News draft={draft} />
      {mode === 'suggest' && <Suggest draft={draft} onDone={() => onMode('write')} />}
      {mode === 'history' && <History draft={draft} mayEdit={all.mayAnswer} />}
      <div className="desk" hidden={mode !== 'write'}>
        <Writing draft={draft} all={all} />
      </div>
    </>
  )
}

function Writing({ draft, all }: { readonly draft: string; readonly all: DraftSuggestions }) {
  const [tab, setTab] = useState<Tab>('comments')
  const [current, setCurrent] = useState<string | null>(null)
  const [asked, setAsked] = useState(0)
  const touched = useDraftTouched(useQueryClient(), draft)
  const { data } = useAsk<DraftComments>(['thing', draft, 'comments'], (client) =>
    wholeOf((page) => client.draftComments(draft, page), 'comments'),
  )
  const comments = data?.comments ?? []
  const marks = useMemo(
    () => marksOf(data?.comments ?? [], all.suggestions, current),
    [data, all.suggestions, current],
  )
  const find = (id: string): void => {
    setTab(comments.some((one) => one.id === id) ? 'comments' : 'suggestions')
    setCurrent(id)
  }
  const say = (): void => {
    setTab('comments')
    setAsked((before) => before + 1)
  }
  const known = { current, onCurrent: setCurrent }
  return (
    <>
      <div>
        <Editor
          draft={draft}
          right={all.mayAnswer ? 'edit' : 'view'}
          marks={marks}
          current={current}
          onMark={find}
          onSay={say}
          onChange={touched}
        />
      </div>
      <Panel
        tab={tab}
        onTab={setTab}
        counts={{
          comments: comments.filter(({ resolved }) => !resolved).length,
          suggestions: openPieces(all),
          beside: 0,
        }}
        show={{
          comments: () => <Comments draft={draft} comments={comments} asked={asked} {...known} />,
          suggestions: () => <Suggestions all={all} {...known} />,
          beside: () => <Beside draft={draft} mayEdit={all.mayAnswer} />,
        }}
      />
    </>
  )
}

function openPieces({ suggestions }: DraftSuggestions): number {
  return suggestions.flatMap(({ pieces, state }) =>
    state === 'withdrawn' ? [] : pieces.filter((piece) => piece.state === 'open'),
  ).length
}

function Panel({
  tab,
  onTab,
  counts,
  show,
}: {
  readonly tab: Tab
  readonly onTab: (tab: Tab) => void
  readonly counts: Readonly<Record<Tab, number>>
  readonly show: Readonly<Record<Tab, () => React.ReactNode>>
}) {
  const { t } = useWords()
  const names = Object.keys(show) as Tab[]
  return (
    <Tabs.Root className="beside" value={tab} onValueChange={(value) => onTab(value as Tab)}>
      <Tabs.List className="tabs">
        {names.map((name) => (
          <Tabs.Tab key={name} value={name} className="tab">
            {t(`drafting.tab.${name}`)}
            {counts[name] > 0 && ` (${counts[name]})`}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {names.map((name) => (
        <Tabs.Panel key={name} value={name} className="panel">
          {show[name]()}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
