import { useState } from 'react'
import type { DownloadInfo, OpenBundleResult } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { FileAction } from '../../parts/file-action.tsx'
import { LongAction } from '../../parts/long-action.tsx'
import { Section } from '../../parts/page.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useStatus } from '../../state/ask.ts'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'
import { useLongAct } from '../../state/long-act.ts'
import { saveMade } from '../../state/save-bytes.ts'
import { brought } from '../share/brought.ts'
import { chosenFile } from '../share/chosen.ts'
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
  const [since, setSince] = useState('')
  const [files, setFiles] = useState<Files>('newest')
  const save = useLongAct<null, DownloadInfo>((client, _, way) =>
    saveMade(
      client,
      {
        bundle: {
          ...(whom !== '' && { for: whom }),
          ...(whom === '' && since !== '' && { since }),
          ...(files !== 'newest' && { files: [files] }),
        },
      },
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
      {whom === '' && (
        <TextField
          label={t('bundle.since')}
          help={t('bundle.sinceHelp')}
          pattern="\d{4}-\d{2}-\d{2}"
          placeholder="2026-05-17"
          value={since}
          onType={setSince}
        />
      )}
      <FilesChoice files={files} onChoose={setFiles} />
      <LongAction action={save} button={t('bundle.makeButton')} />
      {data?.bundle && <BundleMade name={data.name} bundle={data.bundle} />}
    </form>
  )
}

function FilesChoice({
  files,
  onChoose,
}: {
  readonly files: Files
  readonly onChoose: (files: Files) => void
}) {
  const { t } = useWords()
  return (
    <Field label={t('bundle.files')}>
      {(ids) => (
        <select
          {...ids}
          value={files}
          onChange={({ target }) => onChoose(FILES.find((one) => one === target.value) ?? 'newest')}
        >
          {FILES.map((one) => (
            <option key={one} value={one}>
              {t(`bundle.with.${one}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function OpenBundle() {
  const { t } = useWords()
  const open = useLongAct<File, OpenBundleResult>((client, file, way) =>
    brought(client, chosenFile(file), way, (upload) => client.openUpload({ upload }, way)),
  )
  const { data } = open.of
  return (
    <div className="card stack">
      <h3>{t('bundle.open')}</h3>
      <p className="soft">{t('bundle.openWhy')}</p>
      <FileAction action={open} button={t('bundle.openButton')} working={t('bundle.opening')} />
      {data && <BundleOpened opened={data} />}
    </div>
  )
}
