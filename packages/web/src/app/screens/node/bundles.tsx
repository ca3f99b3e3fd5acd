import { useRef, useState } from 'react'
import type { AllmendeClient, DownloadInfo, OpenBundleResult } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { LongAction } from '../../parts/long-action.tsx'
import { Section } from '../../parts/page.tsx'
import { useStatus } from '../../state/ask.ts'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'
import { useLongAct, type Way } from '../../state/long-act.ts'
import { saveMade } from '../../state/save-bytes.ts'
import { bringIn, type Bringing } from '../share/bring-in.ts'
import { BundleMade, BundleOpened } from './bundle-results.tsx'

/** What goes from computer to computer on a stick, where no network does. */
export function Bundles() {
  const { t } = useWords()
  return (
    <Section title={t('bundle.title')}>
      <p>{t('bundle.lead')}</p>
      <MakeBundle />
      <OpenBundle />
    </Section>
  )
}

const FILES = ['newest', 'held', 'none'] as const
type Files = (typeof FILES)[number]

function MakeBundle() {
  const { t } = useWords()
  const { data: status } = useStatus()
  const [whom, setWhom] = useState('')
  const [files, setFiles] = useState<Files>('newest')
  const save = useLongAct<null, DownloadInfo>((client, _, way) =>
    saveMade(
      client,
      { bundle: { ...(whom !== '' && { for: whom }), ...(files !== 'newest' && { files: [files] }) } },
      way,
    ),
  )
  const { data } = save.of
  const make = (event: React.FormEvent): void => {
    event.preventDefault()
    save.start(null)
  }
  return (
    <form className="card stack" onSubmit={make}>
      <h3>{t('bundle.make')}</h3>
      <p className="soft">{t('bundle.makeWhy')}</p>
      <Field label={t('bundle.for')} help={t('bundle.forHelp')}>
        {(ids) => (
          <select {...ids} value={whom} onChange={({ target }) => setWhom(target.value)}>
            <option value="">{t('bundle.everybody')}</option>
            {(status?.peers ?? []).map(({ node, name }) => (
              <option key={node} value={node}>
                {shortName(name, node)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('bundle.files')}>
        {(ids) => (
          <select
            {...ids}
            value={files}
            onChange={({ target }) => setFiles(FILES.find((one) => one === target.value) ?? 'newest')}
          >
            {FILES.map((one) => (
              <option key={one} value={one}>
                {t(`bundle.with.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <LongAction action={save} button={t('bundle.makeButton')} />
      {data?.bundle && <BundleMade name={data.name} bundle={data.bundle} />}
    </form>
  )
}

function OpenBundle() {
  const { t } = useWords()
  const field = useRef<HTMLInputElement>(null)
  const open = useLongAct<File, OpenBundleResult>(bringAndOpen)
  const { data } = open.of
  return (
    <div className="card stack">
      <h3>{t('bundle.open')}</h3>
      <p className="soft">{t('bundle.openWhy')}</p>
      <LongAction
        action={open}
        button={t('bundle.openButton')}
        working={t('bundle.opening')}
        onStart={() => field.current?.click()}
      />
      <input
        ref={field}
        type="file"
        hidden
        aria-label={t('bundle.openButton')}
        onChange={({ target }) => {
          const file = target.files?.[0]
          if (file) open.start(file)
          // Emptied, so that the same file chosen again is a choice.
          target.value = ''
        }}
      />
      {data && <BundleOpened opened={data} />}
    </div>
  )
}

/** What was refused is brought anew when it is chosen again; until then nothing of it is to lie about. */
async function bringAndOpen(client: AllmendeClient, file: File, way: Way): Promise<OpenBundleResult> {
  const { signal, onProgress } = way
  const chosen = { name: file.name, files: [{ path: file.name, file }], folders: [] }
  const onState = ({ have, bytes }: Bringing): void =>
    onProgress({ phase: 'reading', done: have, total: bytes, unit: 'bytes' })
  const { id: upload } = await bringIn(client, chosen, { onState, signal })
  try {
    return await client.openUpload({ upload }, way)
  } catch (error) {
    await client.cancelUpload({ upload }).catch(() => undefined)
    throw error
  }
}
