import { Field } from '../../parts/field.tsx'
import { useWords } from '../../state/i18n.ts'

/** The 24 words, typed. They go to the node on this computer and are kept nowhere. */
export function WordsField({
  value,
  onChange,
  required = true,
}: {
  readonly value: string
  readonly onChange: (words: string) => void
  readonly required?: boolean
}) {
  const { t } = useWords()
  return (
    <Field label={t('devices.words')} help={t('devices.wordsHelp')}>
      {(ids) => (
        <textarea
          {...ids}
          rows={3}
          required={required}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

/** As they are typed from paper: with capitals, line ends and more than one blank. */
export function plainWords(typed: string): string {
  return typed.trim().toLowerCase().split(/\s+/).join(' ')
}
