import { useState } from 'react'
import type { ImportedThing, ImportResult } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { LongAction } from '../../parts/long-action.tsx'
import { Section } from '../../parts/page.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useWords } from '../../state/i18n.ts'
import { useLongAct } from '../../state/long-act.ts'
import { Columns } from './columns.tsx'
import type { Asked, Look, Looked } from './import.tsx'

/** The licences that most of what is brought in is under; any other can be typed. */
const LICENCES = ['CERN-OHL-S-2.0', 'CERN-OHL-P-2.0', 'CC-BY-SA-4.0', 'CC-BY-4.0', 'CC0-1.0', 'MIT'] as const

/** What is said otherwise: nothing comes in before it was shown what that would be. */
export function ImportForm({
  looked,
  look,
  onLooked,
  onDone,
}: {
  readonly looked: Looked
  readonly look: Look
  readonly onLooked: (looked: Looked) => void
  readonly onDone: (result: ImportResult) => void
}) {
  const { t } = useWords()
  const { goods } = looked.found
  const [said, setSaid] = useState<Asked>(looked.asked)
  const bring = useLongAct<Asked, ImportResult>((client, asked, way) => client.importUpload(asked, way))
  const changed = JSON.stringify(said) !== JSON.stringify(looked.asked)
  const [first] = goods
  if (!first) return null
  const say = (more: Partial<Asked>): void => setSaid(cleaned({ ...said, ...more }))
  return (
    <Section title={t('imports.otherwise')}>
      <div className="card stack">
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            look.start(said, onLooked)
          }}
        >
          <Sayings goods={goods} first={first} said={said} onSay={say} />
          {changed && (
            <button type="submit" className="button" disabled={look.of.isPending}>
              {t('share.look')}
            </button>
          )}
        </form>
        {changed && <p className="soft">{t('imports.lookFirst')}</p>}
        <LongAction
          action={bring}
          button={t('imports.button')}
          working={t('imports.bringing')}
          disabled={changed || look.of.isPending || goods.every(({ outcome }) => outcome === 'refused')}
          onStart={() => bring.start(looked.asked, onDone)}
        />
      </div>
    </Section>
  )
}

function Sayings({
  goods,
  first,
  said,
  onSay,
}: {
  readonly goods: readonly ImportedThing[]
  readonly first: ImportedThing
  readonly said: Asked
  readonly onSay: (more: Partial<Asked>) => void
}) {
  const { t } = useWords()
  const unlicensed = said.licence !== undefined || goods.some(({ licence }) => licence === null)
  const known = said.asNew === true || goods.some(({ outcome }) => outcome === 'version')
  return (
    <>
      {first.format === 'table' && (
        <TextField
          label={t('share.title')}
          value={said.title ?? ''}
          placeholder={first.title ?? ''}
          maxLength={200}
          onType={(title) => onSay({ title })}
        />
      )}
      {unlicensed && <LicenceField value={said.licence ?? ''} onType={(licence) => onSay({ licence })} />}
      {first.table && (
        <Columns table={first.table} said={said.bomMap ?? {}} onSay={(bomMap) => onSay({ bomMap })} />
      )}
      {known && (
        <label className="check">
          <input
            type="checkbox"
            checked={said.asNew === true}
            onChange={({ target }) => onSay({ asNew: target.checked })}
          />
          {t('imports.asNew')}
        </label>
      )}
    </>
  )
}

function LicenceField({
  value,
  onType,
}: {
  readonly value: string
  readonly onType: (licence: string) => void
}) {
  const { t } = useWords()
  return (
    <Field label={t('imports.licence')} help={t('imports.licenceHelp')}>
      {(ids) => (
        <>
          <input
            {...ids}
            list="import-licences"
            spellCheck={false}
            placeholder="CERN-OHL-S-2.0"
            value={value}
            onChange={({ target }) => onType(target.value)}
          />
          <datalist id="import-licences">
            {LICENCES.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

/** Without what says nothing, so that what was said and taken back is as if it had never been said. */
function cleaned({ title = '', licence = '', bomMap = {}, asNew, ...asked }: Asked): Asked {
  return {
    ...asked,
    ...(title.trim() !== '' && { title }),
    ...(licence.trim() !== '' && { licence: licence.trim() }),
    ...(Object.keys(bomMap).length > 0 && { bomMap }),
    ...(asNew === true && { asNew }),
  }
}
