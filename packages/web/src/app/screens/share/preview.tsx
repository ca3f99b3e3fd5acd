import type { SharePreview, UploadPreview } from '@allmende/api/client'
import { Section } from '../../parts/page.tsx'
import { useWords } from '../../state/i18n.ts'
import { warningWords } from '../../state/warning-words.ts'
import { LeftOut } from './left-out.tsx'
import { Missing } from './missing.tsx'

/** What would be shared and what is left out, with the reason for each. */
export function Preview({
  preview,
  onOther,
}: {
  readonly preview: SharePreview | UploadPreview
  readonly onOther: () => void
}) {
  const { t, bytes } = useWords()
  const told = 'manifest' in preview ? preview : null
  return (
    <Section title={t('share.preview')}>
      <p role="status">
        {t('files.count', { count: preview.count })}, {bytes(preview.bytes)}
        {preview.parts && ` · ${t('share.parts', { count: preview.parts.lines, from: preview.parts.from })}`}
      </p>
      {told?.manifest && <p className="notice">{t('share.manifest', { from: told.manifest.from })}</p>}
      {preview.again && <p className="notice">{t('share.again', { title: preview.again.title })}</p>}
      {preview.warnings.map((warning) => (
        <p key={warning.message} className={`notice ${warning.hinders ? 'notice-bad' : 'notice-care'}`}>
          {warningWords(warning, t)}
        </p>
      ))}
      {preview.cautions.map(({ code, count, example }) => (
        <p key={code} className="notice notice-care">
          {t(`caution.${code}`, { count, example })}
        </p>
      ))}
      <details>
        <summary>{t('share.files')}</summary>
        <ul className="plain">
          {preview.files.map((file) => (
            <li key={file.path} className="line">
              <span>{file.path}</span>
              <span className="soft number">{bytes(file.bytes)}</span>
            </li>
          ))}
        </ul>
      </details>
      <LeftOut files={preview.leftOut} />
      {told && <Missing missing={told.missing} />}
      <p>
        <button type="button" className="button" onClick={onOther}>
          {t('upload.other')}
        </button>
      </p>
    </Section>
  )
}
