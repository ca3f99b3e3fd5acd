import { useState } from 'react'
import type { BackupInfo, DownloadInfo } from '@allmende/api/client'
import { FileAction } from '../../parts/file-action.tsx'
import { LongAction } from '../../parts/long-action.tsx'
import { Section } from '../../parts/page.tsx'
import { useWords } from '../../state/i18n.ts'
import { useLongAct } from '../../state/long-act.ts'
import { saveMade } from '../../state/save-bytes.ts'
import { brought } from '../share/brought.ts'
import { chosenFile } from '../share/chosen.ts'

/** One sealed file with everything of this person's, to be laid where a fire doesn't reach both. */
export function Backup() {
  const { t } = useWords()
  return (
    <Section title={t('backup.title')}>
      <p>{t('backup.why')}</p>
      <MakeBackup />
      <CheckBackup />
    </Section>
  )
}

function MakeBackup() {
  const { t, bytes } = useWords()
  const [small, setSmall] = useState(false)
  const save = useLongAct<boolean, DownloadInfo>((client, withoutFiles, way) =>
    saveMade(client, { backup: withoutFiles ? { withoutFiles } : {} }, way),
  )
  const { data } = save.of
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        save.start(small)
      }}
    >
      <h3>{t('backup.make')}</h3>
      <label className="check">
        <input type="checkbox" checked={small} onChange={({ target }) => setSmall(target.checked)} />
        {t('backup.small')}
      </label>
      <p className="soft">{t('backup.smallWhy')}</p>
      <LongAction action={save} button={t('backup.button')} working={t('backup.making')} />
      {data?.backup && (
        <div className="notice notice-good" role="status">
          <p>{t('backup.saved', { name: data.name, bytes: bytes(data.bytes) })}</p>
          <Holds backup={data.backup} />
          <p>
            <strong>{t('backup.words')}</strong> {t('backup.where')}
          </p>
          <p>{t('backup.how')}</p>
        </div>
      )}
    </form>
  )
}

/** Read to its end, as a restore would read it: a stick that rots is found out while there is another copy. */
function CheckBackup() {
  const { t, bytes } = useWords()
  const check = useLongAct<File, BackupInfo>((client, file, way) =>
    brought(client, chosenFile(file), way, (upload) => client.verifyUpload({ upload }, way)),
  )
  const { data } = check.of
  return (
    <div className="card stack">
      <h3>{t('backup.check')}</h3>
      <p className="soft">{t('backup.checkWhy')}</p>
      <FileAction action={check} button={t('backup.checkButton')} working={t('backup.checking')} />
      {data && (
        <div className="notice notice-good" role="status">
          <p>{t('backup.whole', { name: data.file, bytes: bytes(data.bytes) })}</p>
          <Holds backup={data} />
        </div>
      )}
    </div>
  )
}

function Holds({ backup: { commons, content, asOf } }: { readonly backup: BackupInfo }) {
  const { t, bytes, moment } = useWords()
  return (
    <p>
      {t('backup.holds', { count: commons.length, names: commons.join(', '), moment: moment(asOf) })}{' '}
      {content === 0 ? t('backup.listAlone') : t('backup.content', { bytes: bytes(content) })}
    </p>
  )
}
