import { useState } from 'react'
import { Answer } from '../../parts/answer.tsx'
import { CommonsChoice } from '../../parts/commons-choice.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { useCommons } from '../../state/ask.ts'
import { useWords } from '../../state/i18n.ts'
import { Devices } from './devices.tsx'
import { Members } from './members.tsx'
import { Profile } from './profile.tsx'

export function People() {
  const { t } = useWords()
  const all = useCommons()
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Page title={t('nav.people')} lead={t('people.lead')}>
      <Answer of={all}>
        {(commons) => {
          const shown = chosen ?? commons.find(({ current }) => current)?.id ?? commons[0]?.id
          return (
            <>
              <Profile />
              <Section title={t('people.inCommons')}>
                {shown === undefined ? (
                  <Empty title={t('commons.none')} />
                ) : (
                  <>
                    {commons.length > 1 && (
                      <CommonsChoice label={t('goods.commons')} value={shown} onChoose={setChosen} />
                    )}
                    <Members key={shown} commons={shown} />
                  </>
                )}
              </Section>
              <Devices />
            </>
          )
        }}
      </Answer>
    </Page>
  )
}
