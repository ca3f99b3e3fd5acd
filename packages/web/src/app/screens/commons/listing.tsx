import { useState } from 'react'
import type { CommonsInfo, ListedInfo, ListPubliclyRequest } from '@allmende/api/client'
import { AskFirst } from '../../parts/ask-first.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** As many as a listing takes. */
const TAGS = 8
const ABOUT = 300
const PLACE = 80
/** Of so many tags, with the commas. */
const TAGS_LINE = 250

/** Lists a public commons for everybody to find, says anew what it is about, or takes that back. */
export function Listing({
  commons,
  open,
  onClose,
}: {
  readonly commons: CommonsInfo
  readonly open: boolean
  readonly onClose: () => void
}) {
  const { t } = useWords()
  return (
    <Dialog open={open} onClose={onClose} title={t('listing.title', { name: commons.name })}>
      <Form commons={commons} onDone={onClose} />
    </Dialog>
  )
}

function Form({ commons, onDone }: { readonly commons: CommonsInfo; readonly onDone: () => void }) {
  const { t } = useWords()
  const { listed } = commons
  const [about, setAbout] = useState(listed?.about ?? '')
  const [tags, setTags] = useState(listed?.tags.join(', ') ?? '')
  const [place, setPlace] = useState(listed?.place ?? '')
  const list = useAct<ListPubliclyRequest, ListedInfo>((client, request) => client.listPublicly(request))
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        list.mutate(
          { commons: commons.id, about: about.trim(), tags: tagsIn(tags), place: place.trim() },
          { onSuccess: onDone },
        )
      }}
    >
      <p className="notice">{t('listing.why')}</p>
      <Field label={t('listing.about')}>
        {(ids) => (
          <textarea
            {...ids}
            rows={3}
            required
            maxLength={ABOUT}
            value={about}
            onChange={({ target }) => setAbout(target.value)}
          />
        )}
      </Field>
      <TextField label={t('listing.tags')} maxLength={TAGS_LINE} value={tags} onType={setTags} />
      <TextField
        label={t('listing.place')}
        help={t('listing.placeHelp')}
        maxLength={PLACE}
        value={place}
        onType={setPlace}
      />
      <div className="row">
        <button type="submit" className="button button-main" disabled={list.isPending || about.trim() === ''}>
          {t(listed ? 'listing.say' : 'listing.list')}
        </button>
        {listed && <TakeBack commons={commons} onDone={onDone} />}
      </div>
      {list.error && <Problem error={list.error} again={false} />}
    </form>
  )
}

function TakeBack({ commons, onDone }: { readonly commons: CommonsInfo; readonly onDone: () => void }) {
  const { t } = useWords()
  const stop = useAct<null, ListedInfo>((client) => client.listPublicly({ commons: commons.id, stop: true }))
  return (
    <AskFirst
      button={t('listing.stop')}
      title={t('listing.stopTitle', { name: commons.name })}
      deed={stop}
      gentle
      onDone={onDone}
    >
      <p>{t('listing.stopWhy')}</p>
    </AskFirst>
  )
}

function tagsIn(line: string): string[] {
  const tags = line.split(',').map((tag) => tag.trim())
  return [...new Set(tags)].filter((tag) => tag !== '').slice(0, TAGS)
}
