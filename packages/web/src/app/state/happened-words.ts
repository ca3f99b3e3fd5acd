import type { CheckResult, NodeStatus } from '@allmende/api/client'
import { told } from '../locales/en/told.ts'
import type { useWords } from './i18n.ts'
import { isIn, notTold } from './word-trees.ts'

type Happened = NodeStatus['findings'][number]
type Wrong = CheckResult['problems'][number]
type Values = Happened['values']
type Said = Pick<ReturnType<typeof useWords>, 't' | 'moment'>

/** What happened to the logs, in the language of the page. What isn't known here is said as the node says it. */
export function happenedWords({ code, message, values }: Happened, { t, moment }: Said): string {
  if (/^(EDIT|CHANGE)_/.test(code)) return keptOut(code, values, t)
  const key = code === 'unclean-stop' && values['rebooted'] === 'true' ? 'unclean-stop-rebooted' : code
  if (!isIn<keyof typeof told.happened>(told.happened, key)) return message
  const since = values['since'] === undefined ? '…' : moment(Number(values['since']))
  return t(`happened.${key}`, { ...NOT_TOLD, ...values, since })
}

/** What is wrong with what lies here. */
export function wrongWords({ code, message, hint, values }: Wrong, { t }: Pick<Said, 't'>): string {
  if (!isIn<keyof typeof told.wrong>(told.wrong, code))
    return hint === undefined ? message : `${message} ${hint}`
  return t(`wrong.${code}`, { ...NOT_TOLD, ...values, rebuild: t('here.rebuild') })
}

/** Changes of others that don't count: of the many reasons, what a person can make something of. */
function keptOut(code: string, { changes = '1', title, who }: Values, t: Said['t']): string {
  const why = code === 'EDIT_RIGHT' ? 'right' : TOO_MUCH.has(code) ? 'full' : 'broken'
  return t(`kept.${why}`, {
    draft: title === undefined ? t('kept.draft') : t('kept.title', { title }),
    changes: t('kept.changes', { count: Number(changes) }),
    who: who ?? '…',
  })
}

const TOO_MUCH = new Set([
  'CHANGE_TOO_LARGE',
  'CHANGE_INFLATES',
  'CHANGE_OPERATIONS',
  'CHANGE_OFFERS',
  'CHANGE_FULL',
])

const NOT_TOLD = notTold('blocks', 'file', 'name', 'device', 'since', 'names', 'block', 'of', 'found')
