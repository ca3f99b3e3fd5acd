import { useState } from 'react'
import type { AllmendeClient, CommonsInfo, ImportResult } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { CommonsChoice } from '../../parts/commons-choice.tsx'
import { Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useCommons } from '../../state/ask.ts'
import { useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { useLongAct } from '../../state/long-act.ts'
import { Choose } from '../share/choose.tsx'
import type { Chosen } from '../share/chosen.ts'
import { NoCommons } from '../share/no-commons.tsx'
import { Uploading } from '../share/uploading.tsx'
import { Found } from './found.tsx'
import { ImportForm } from './import-form.tsx'
import { Imported } from './imported.tsx'

/** What is asked of the node: which upload, and what is said of it otherwise. */
export type Asked = Omit<Parameters<AllmendeClient['importUpload']>[0], 'dryRun'>

/** What it would be, and what that was asked with: just so it is brought in. */
export type Looked = { readonly asked: Asked; readonly found: ImportResult }

/**
 * Brings in what others described elsewhere: a folder or an archive with manifests, references, a parts list. First it is chosen, then it is
 * shown what would come in, then it does.
 */
export function Import() {
  const { t } = useWords()
  return (
    <Answer of={useCommons()} screen={t('imports.title')}>
      {(commons) =>
        commons.length === 0 ? (
          <NoCommons title={t('imports.title')} lead={t('imports.lead')} />
        ) : (
          <Importing commons={commons} />
        )
      }
    </Answer>
  )
}

function Importing({ commons }: { readonly commons: readonly CommonsInfo[] }) {
  const { t } = useWords()
  const client = useClient()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [into, setInto] = useState<string | null>(null)
  const [looked, setLooked] = useState<Looked | null>(null)
  const [done, setDone] = useState<ImportResult | null>(null)
  const target = into ?? commons.find(({ current }) => current)?.id ?? commons[0]?.id
  const look = useLook()
  const restart = (): void => {
    look.stop()
    look.of.reset()
    setLooked(null)
    setDone(null)
    setChosen(null)
  }
  const drop = (): void => {
    if (looked) void client.cancelUpload({ upload: looked.asked.upload }).catch(() => undefined)
    restart()
  }
  if (done) return <Imported result={done} onAgain={restart} />
  const begin = (upload: string): void =>
    look.start({ upload, ...(target !== undefined && { commons: target }) }, setLooked)
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')}>
      {commons.length > 1 && !looked && (
        <CommonsChoice label={t('share.into')} value={target} onChoose={setInto} />
      )}
      {looked ? (
        <>
          <Found found={looked.found} onOther={drop} />
          <ImportForm looked={looked} look={look} onLooked={setLooked} onDone={setDone} />
        </>
      ) : chosen ? (
        <>
          <Uploading chosen={chosen} onCancel={restart} onDone={({ id }) => begin(id)} />
          {look.of.isPending && <Progress report={look.report} label={t('imports.looking')} />}
          {look.of.error && <Problem error={look.of.error} again={false} />}
        </>
      ) : (
        <Choose why={t('imports.chooseWhy')} onChoose={setChosen} />
      )}
    </Page>
  )
}

export type Look = ReturnType<typeof useLook>

/** Looks what would come in; nothing is written by that. */
function useLook() {
  return useLongAct<Asked, Looked>(async (client, asked, way) => ({
    asked,
    found: await client.importUpload({ ...asked, dryRun: true }, way),
  }))
}
