import { useEffect, useRef, useState } from 'react'
import { drawnAnew } from '../../parts/drawn-anew.ts'
import { useWords } from '../../state/i18n.ts'

const SIDE = 160
/** One more is a gallery; and each is read whole to be looked through. */
export const MOST_PHOTOS = 20

/** Chooses pictures of a build: each is shown with its size, and can be taken out again. */
export function PhotosField({
  photos,
  onChange,
}: {
  readonly photos: readonly File[]
  readonly onChange: (photos: readonly File[]) => void
}) {
  const { t, bytes } = useWords()
  const field = useRef<HTMLInputElement>(null)
  const all = photos.reduce((sum, { size }) => sum + size, 0)
  return (
    <div className="field">
      <div className="row">
        <button type="button" className="button" onClick={() => field.current?.click()}>
          {t('photos.add')}
        </button>
        {photos.length > 0 && (
          <span role="status" className="soft">
            {t('photos.count', { count: photos.length, bytes: bytes(all) })}
          </span>
        )}
      </div>
      <input
        ref={field}
        type="file"
        hidden
        multiple
        accept="image/*"
        aria-label={t('photos.add')}
        onChange={({ target }) => {
          const chosen = [...(target.files ?? [])]
          // Emptied, so that the same choice made again is one.
          target.value = ''
          onChange([...photos, ...chosen].slice(0, MOST_PHOTOS))
        }}
      />
      {photos.length > 0 && (
        <ul className="plain photos">
          {photos.map((photo, index) => (
            <li key={`${photo.name} ${photo.lastModified} ${photo.size} ${index}`}>
              <Small photo={photo} />
              <span className="soft">{bytes(photo.size)}</span>
              <button
                type="button"
                className="button button-small"
                aria-label={t('photos.remove', { name: photo.name })}
                onClick={() => onChange(photos.filter((_, at) => at !== index))}
              >
                ✕
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="help">{t('photos.why')}</p>
    </div>
  )
}

/** Drawn anew in the size it is shown in, as pictures of others are. */
function Small({ photo }: { readonly photo: File }) {
  const { t } = useWords()
  const [shown, setShown] = useState<{ readonly src: string | null } | null>(null)
  useEffect(() => {
    let isWanted = true
    drawnAnew(photo, { width: SIDE, height: SIDE }).then(
      (data) => isWanted && setShown({ src: data }),
      () => isWanted && setShown({ src: null }),
    )
    return () => {
      isWanted = false
    }
  }, [photo])
  if (!shown) return <span>{photo.name}</span>
  if (shown.src === null) return <span>{t('photos.unshown', { name: photo.name })}</span>
  return <img src={shown.src} alt={photo.name} />
}
