import { Field } from '../../parts/field.tsx'
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
      <Field label={t('share.title')}>
        {(ids) => (
          <input
            {...ids}
            required
            maxLength={200}
            value={said.title}
            onChange={({ target }) => onSay({ ...said, title: target.value })}
          />
        )}
      </Field>
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
      <Field label={t('share.version')} help={t('share.versionHelp')}>
        {(ids) => (
          <input
            {...ids}
            maxLength={100}
            value={said.version}
            onChange={({ target }) => onSay({ ...said, version: target.value })}
          />
        )}
      </Field>
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
