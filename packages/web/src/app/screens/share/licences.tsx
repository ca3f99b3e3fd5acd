import { useState } from 'react'
import type { SharePreview } from '@allmende/api/client'
import { Choice } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { useWords } from '../../state/i18n.ts'

type Suggestion = SharePreview['licences'][number]

/** The licences that fit, each with what it means; another one can be written. */
export function Licences({
  licences,
  chosen,
  onChoose,
}: {
  readonly licences: SharePreview['licences']
  readonly chosen: string
  readonly onChoose: (licence: string) => void
}) {
  const { t } = useWords()
  const [other, setOther] = useState(!licences.some(({ id }) => id === chosen))
  const whyOf = (purpose: Suggestion['purpose'], means: Suggestion['means']): string =>
    purpose === null
      ? t(`licence.means.${means}`)
      : t('licence.both', { purpose: t(`licence.purpose.${purpose}`), means: t(`licence.means.${means}`) })
  const choose = (licence: string, isOther: boolean): void => {
    setOther(isOther)
    onChoose(licence)
  }
  return (
    <fieldset className="choices">
      <legend>{t('share.licence')}</legend>
      <p className="soft">{t('share.licenceWhy')}</p>
      {licences.map(({ id, name, purpose, means }) => (
        <Choice
          key={id}
          group="licence"
          checked={!other && chosen === id}
          onChoose={() => choose(id, false)}
          name={name}
          aside={id}
          why={whyOf(purpose, means)}
        />
      ))}
      <Choice
        group="licence"
        checked={other}
        onChoose={() => choose('', true)}
        name={t('share.otherLicence')}
        why={t('share.otherLicenceWhy')}
      />
      {other && (
        <Field label={t('share.licenceId')}>
          {(ids) => (
            <input
              {...ids}
              required
              placeholder="CERN-OHL-S-2.0"
              value={chosen}
              onChange={({ target }) => onChoose(target.value)}
            />
          )}
        </Field>
      )}
    </fieldset>
  )
}
