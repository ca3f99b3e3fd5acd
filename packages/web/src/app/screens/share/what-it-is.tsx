import { Field } from '../../parts/field.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useWords } from '../../state/i18n.ts'
import { typeName, TYPES } from '../goods/good-card.tsx'

export type Said = {
  readonly title: string
  readonly type: string
  readonly description: string
  readonly version: string
}

export function WhatItIs({ said, onSay }: { readonly said: Said; readonly onSay: (said: Said) => void }) {
  const { t } = useWords()
  return (
    <>
      <TextField
        label={t('share.title')}
        required
        maxLength={200}
        value={said.title}
        onType={(title) => onSay({ ...said, title })}
      />
      <Field label={t('goods.type')}>
        {(ids) => (
          <select
            {...ids}
            value={said.type}
            onChange={({ target }) => onSay({ ...said, type: target.value })}
          >
            {TYPES.map((one) => (
              <option key={one} value={one}>
                {typeName(t, one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField
        label={t('share.version')}
        help={t('share.versionHelp')}
        maxLength={100}
        value={said.version}
        onType={(version) => onSay({ ...said, version })}
      />
      <Field label={t('share.description')} help={t('share.descriptionHelp')}>
        {(ids) => (
          <textarea
            {...ids}
            rows={4}
            value={said.description}
            onChange={({ target }) => onSay({ ...said, description: target.value })}
          />
        )}
      </Field>
    </>
  )
}
