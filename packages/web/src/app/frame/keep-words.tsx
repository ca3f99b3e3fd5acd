import { useEffect, useState } from 'react'
import { useWords } from '../state/i18n.ts'
import { useStore } from '../state/store.ts'
import { placesToAsk, sameWord, wordsToKeep } from '../state/words.ts'
import { Field } from '../parts/field.tsx'

/**
 * The 24 words. They are said once and kept nowhere: so they stay above every screen until two of them were typed again,
 * and closing the window is asked about.
 */
export function KeepWords() {
  const words = useStore(wordsToKeep)
  useEffect(() => {
    if (!words) return
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', hold)
    return () => window.removeEventListener('beforeunload', hold)
  }, [words])
  return words && <Words words={words} />
}

function Words({ words }: { readonly words: readonly string[] }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  return (
    <section className="words" aria-labelledby="words-title">
      <h2 id="words-title">{t('words.title')}</h2>
      <p>{t('words.why')}</p>
      {asking ? (
        <Confirm words={words} onBack={() => setAsking(false)} />
      ) : (
        <>
          <ol>
            {words.map((word, index) => (
              <li key={index} translate="no">
                {word}
              </li>
            ))}
          </ol>
          <button type="button" className="button button-main" onClick={() => setAsking(true)}>
            {t('words.written')}
          </button>
        </>
      )}
    </section>
  )
}

function Confirm({ words, onBack }: { readonly words: readonly string[]; readonly onBack: () => void }) {
  const { t } = useWords()
  const [places] = useState(() => placesToAsk(words.length, [Math.random(), Math.random()]))
  const [typed, setTyped] = useState(['', ''])
  const [wrong, setWrong] = useState(false)
  const check = (event: React.FormEvent): void => {
    event.preventDefault()
    if (places.every((place, index) => sameWord(typed[index] ?? '', words[place]))) wordsToKeep.set(null)
    else setWrong(true)
  }
  return (
    <form className="stack" onSubmit={check}>
      <div className="row">
        {places.map((place, index) => (
          <Field key={place} label={t('words.ask', { place: place + 1 })}>
            {(ids) => (
              <input
                {...ids}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                value={typed[index]}
                onChange={({ target }) =>
                  setTyped((now) => now.map((text, at) => (at === index ? target.value : text)))
                }
              />
            )}
          </Field>
        ))}
      </div>
      {wrong && (
        <p className="bad" role="alert">
          {t('words.wrong')}
        </p>
      )}
      <div className="row">
        <button type="submit" className="button button-main">
          {t('words.check')}
        </button>
        <button type="button" className="button" onClick={onBack}>
          {t('words.again')}
        </button>
      </div>
    </form>
  )
}
