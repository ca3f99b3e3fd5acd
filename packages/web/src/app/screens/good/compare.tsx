import { useState } from 'react'
import type { ComparedField, ComparedFile, ComparedPart, CompareInfo, ThingInfo } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Field } from '../../parts/field.tsx'
import { Picture } from '../../parts/picture.tsx'
import { isPicture } from '../../parts/picture-kinds.ts'
import { useAsk } from '../../state/client.tsx'
import { fieldWords, lineFieldWords, valueWords } from '../../state/field-words.ts'
import { useWords } from '../../state/i18n.ts'
import { Passages } from './passages.tsx'

type Wanted = { readonly from: string; readonly to: string }

/** What came, went and changed between two versions. It is asked for: texts may have to come from others first. */
export function Compare({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const [before, newest] = thing.versions.slice(-2)
  const [from, setFrom] = useState(before?.id ?? '')
  const [to, setTo] = useState(newest?.id ?? '')
  const [wanted, setWanted] = useState<Wanted | null>(null)
  if (!before || !newest) return <p className="soft">{t('compare.alone')}</p>
  return (
    <section className="section">
      <h2>{t('compare.title')}</h2>
      <form
        className="row compare-choice"
        onSubmit={(event) => {
          event.preventDefault()
          setWanted({ from, to })
        }}
      >
        <VersionChoice label={t('compare.from')} thing={thing} value={from} onChoose={setFrom} />
        <VersionChoice label={t('compare.to')} thing={thing} value={to} onChoose={setTo} />
        <button type="submit" className="button button-main">
          {t('compare.button')}
        </button>
      </form>
      {wanted && <Compared thing={thing} wanted={wanted} />}
    </section>
  )
}

function VersionChoice({
  label,
  thing,
  value,
  onChoose,
}: {
  readonly label: string
  readonly thing: ThingInfo
  readonly value: string
  readonly onChoose: (id: string) => void
}) {
  const { t } = useWords()
  return (
    <Field label={label}>
      {(ids) => (
        <select {...ids} value={value} onChange={({ target }) => onChoose(target.value)}>
          {thing.versions.toReversed().map(({ id, label: named, number }) => (
            <option key={id} value={id}>
              {named ?? t('versions.number', { number })}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function Compared({ thing, wanted: { from, to } }: { readonly thing: ThingInfo; readonly wanted: Wanted }) {
  const found = useAsk(['thing', 'compared', thing.id, from, to], (client, signal) =>
    client.compare({ good: thing.id, from, to }, { signal }),
  )
  return <Answer of={found}>{(info) => <Differences info={info} />}</Answer>
}

function Differences({ info }: { readonly info: CompareInfo }) {
  const { t } = useWords()
  const { alike, fields, parts, partsMissing, files } = info
  const amounts = [
    fields.length > 0 && t('compare.fieldCount', { count: fields.length }),
    parts.length > 0 && t('compare.partCount', { count: parts.length }),
    files.length > 0 && t('compare.fileCount', { count: files.length }),
  ].filter((one) => typeof one === 'string')
  return (
    <div className="stack compared">
      <p role="status">{alike ? t('compare.alike') : amounts.join(' · ')}</p>
      {partsMissing && <p className="notice notice-care">{t('compare.partsMissing')}</p>}
      {fields.length > 0 && (
        <>
          <h3>{t('compare.fields')}</h3>
          <dl>
            {fields.map((field) => (
              <FieldDifference key={field.name} field={field} />
            ))}
          </dl>
        </>
      )}
      {parts.length > 0 && (
        <>
          <h3>{t('good.parts')}</h3>
          <ul className="plain">
            {parts.map((part, index) => (
              <PartDifference key={index} part={part} />
            ))}
          </ul>
        </>
      )}
      {files.length > 0 && (
        <>
          <h3>{t('good.files')}</h3>
          <ul className="plain">
            {files.map((file) => (
              <FileDifference key={file.path} info={info} file={file} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function FieldDifference({ field: { name, before, after, passages } }: { readonly field: ComparedField }) {
  const { t } = useWords()
  const called = fieldWords(name, t)
  return (
    <>
      <dt>{called}</dt>
      <dd>
        {passages === null ? (
          <Values name={name} before={before} after={after} />
        ) : (
          <Passages passages={passages} label={called} />
        )}
      </dd>
    </>
  )
}

function Values({
  name,
  before,
  after,
}: {
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}) {
  const { t } = useWords()
  const none = <span className="soft">{t('compare.none')}</span>
  return (
    <span className="values">
      {before === null ? none : <del>{valueWords(name, before, t)}</del>} →{' '}
      {after === null ? none : <ins>{valueWords(name, after, t)}</ins>}
    </span>
  )
}

function PartDifference({ part: { what, name, fields } }: { readonly part: ComparedPart }) {
  const { t } = useWords()
  return (
    <li>
      <span className={`badge badge-${what}`}>{t(`compare.what.${what}`)}</span> <strong>{name}</strong>
      {what === 'changed' && (
        <ul>
          {fields.map((field) => (
            <li key={field.name}>
              {lineFieldWords(field.name, t)}: <Values {...field} />
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

const WIDTH = 320

function FileDifference({ info, file }: { readonly info: CompareInfo; readonly file: ComparedFile }) {
  const { t, bytes } = useWords()
  const { path, what, from, before, after, passages, why } = file
  const sizes = [before, after].filter((size) => size !== null).map(bytes)
  const drawn = what === 'changed' && why === 'no-text' && isPicture(path)
  return (
    <li>
      <span className={`badge badge-${what}`}>{t(`compare.what.${what}`)}</span> <strong>{path}</strong>{' '}
      <span className="soft">
        {[...new Set(sizes)].join(' → ')}
        {from !== null && ` · ${t('compare.was', { path: from })}`}
        {why !== null && !drawn && ` · ${t(`compare.why.${WHY[why]}`)}`}
      </span>
      {passages !== null && <Passages passages={passages} label={path} />}
      {drawn && info.from && (
        <div className="pictures">
          {[info.from, info.to].map(({ good, version }, index) => (
            <Picture
              key={index}
              of={{ thing: good, path, version }}
              alt={`${path}, ${t(index === 0 ? 'compare.from' : 'compare.to')}`}
              width={WIDTH}
              broken={<p className="soft">{t('preview.noPicture')}</p>}
            />
          ))}
        </div>
      )}
    </li>
  )
}

const WHY = {
  'no-text': 'noText',
  large: 'large',
  'not-here': 'notHere',
  many: 'many',
  mode: 'mode',
} as const
