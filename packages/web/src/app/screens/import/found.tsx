import type { ImportedThing, ImportFinding, ImportResult } from '@allmende/api/client'
import { Empty } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { useWords } from '../../state/i18n.ts'
import { warningWords } from '../../state/warning-words.ts'
import { LeftOut } from '../share/left-out.tsx'
import { Missing } from '../share/missing.tsx'

/** Goods and findings shown; the rest is counted. */
const SHOWN = 40

/** What would come in, what is refused and why, and what was found on the way. */
export function Found({ found, onOther }: { readonly found: ImportResult; readonly onOther: () => void }) {
  const { t, bytes } = useWords()
  const { goods, findings, leftOut } = found
  const come = goods.filter(({ outcome }) => outcome !== 'refused').length
  return (
    <Section title={t('imports.found')}>
      {goods.length === 0 ? (
        <Empty title={t('imports.nothing')}>{t('imports.nothingHow')}</Empty>
      ) : (
        <div className="stack">
          <p role="status">
            {t('imports.sum', { count: come, all: goods.length })}, {t('files.count', { count: found.files })}
            , {bytes(found.bytes)}
          </p>
          <ul className="plain stack">
            {goods.slice(0, SHOWN).map((good, index) => (
              <Good key={index} good={good} alone={goods.length === 1} />
            ))}
          </ul>
          {goods.length > SHOWN && <p>{t('imports.more', { count: goods.length - SHOWN })}</p>}
        </div>
      )}
      <Findings findings={findings} />
      <LeftOut files={leftOut} />
      <p>
        <button type="button" className="button" onClick={onOther}>
          {t('upload.other')}
        </button>
      </p>
    </Section>
  )
}

function Good({ good, alone }: { readonly good: ImportedThing; readonly alone: boolean }) {
  const { t, bytes } = useWords()
  const { title, outcome, licence, files, parts, subAssemblies, table, missing, pointers } = good
  const facts = [
    licence ?? t('imports.noLicence'),
    files > 0 && `${t('files.count', { count: files })}, ${bytes(good.bytes)}`,
    parts > 0 && t('imports.parts', { count: parts }),
    subAssemblies > 0 && t('imports.assemblies', { count: subAssemblies }),
    good.from,
  ]
  return (
    <li className="card stack">
      <h3>{title ?? t('imports.untitled')}</h3>
      <p>
        <span className={`badge ${outcome === 'refused' ? 'badge-bad' : 'badge-good'}`}>
          {t(`imports.would.${outcome}`)}
        </span>{' '}
        <span className="soft">{facts.filter((fact) => typeof fact === 'string').join(' · ')}</span>
      </p>
      {outcome === 'refused' && <Refused good={good} />}
      {table && (
        <p className="soft">
          {t('imports.table', { count: table.lines, from: table.file })}{' '}
          {table.unused.length > 0 && t('imports.unread', { names: table.unused.join(', ') })}
        </p>
      )}
      {missing.length > 0 && (
        <p className="notice notice-care">{t('imports.notThere', { names: shortened(missing) })}</p>
      )}
      {pointers.length > 0 && (
        <p className="notice notice-care">{t('imports.pointers', { names: shortened(pointers) })}</p>
      )}
      {alone && <Missing missing={good.completeness.missing} />}
    </li>
  )
}

/** Why it stays out: in the language of the page, and below it what the node says. */
function Refused({ good: { licence, reason } }: { readonly good: ImportedThing }) {
  const { t } = useWords()
  return (
    <div className="notice notice-care">
      <p>{licence === null ? t('imports.unlicensed') : t('imports.notFree', { licence })}</p>
      {reason !== null && (
        <p className="soft" lang="en">
          {reason}
        </p>
      )}
    </div>
  )
}

function Findings({ findings }: { readonly findings: readonly ImportFinding[] }) {
  const { t } = useWords()
  if (findings.length === 0) return null
  const weight = { error: 0, warning: 1, info: 2 }
  const sorted = findings.toSorted((a, b) => weight[a.severity] - weight[b.severity])
  return (
    <details>
      <summary>{t('imports.findings', { count: findings.length })}</summary>
      <ul className="plain">
        {sorted.slice(0, SHOWN).map(({ file, line, ...said }, index) => (
          <li key={index} className="line">
            <span>
              {file}
              {line === null ? '' : `:${line}`}
            </span>
            <span className="soft">{warningWords({ ...said, at: null }, t)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

const NAMES = 8

function shortened(names: readonly string[]): string {
  return names.slice(0, NAMES).join(', ') + (names.length > NAMES ? ' …' : '')
}
