import type { FindAnswer, FindRequest, FindResult } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { counted, moment, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'
import { mayMeet, settle } from './settle.ts'

const SHOWN = 20

export const find: Action = async ({ args, io, options, open }) => {
  const session = await open('read')
  const words = args.join(' ')
  const request: FindRequest = {
    limit: options.number('limit') ?? SHOWN,
    ...(words !== '' && { words }),
    ...given('commons', options.text('commons')),
    ...given('kind', options.text('kind')),
    ...given('licence', options.text('licence')),
    ...given('type', options.text('type')),
    ...given('tag', options.text('tag')),
    ...given('author', options.text('author')),
    ...given('place', options.text('place')),
    ...given('complete', options.number('complete')),
    ...given('order', orderOf(options.text('order'), words)),
    ...(options.flag('built-by-others') && { builtByOthers: true }),
    ...(options.list('buildable-with').length > 0 && { buildableWith: options.list('buildable-with') }),
    ...given('offset', options.number('offset')),
    ...given('after', options.text('after')),
  }
  let found = await session.client.find(request)
  if (found.total === 0 && mayMeet(session, options)) {
    await settle(session, io, options, 'must')
    found = await session.client.find(request)
  }
  const empty =
    found.total === 0 && !io.json ? await nothing(words, (await session.client.listCommons()).length) : []
  await io.result(found, (clean) => [
    ...nearLines(found, words, clean),
    ...found.results.flatMap((result) => linesOf(result, clean, io.style)),
    ...(found.next === undefined
      ? []
      : [
          io.style.dim(
            `${counted(found.total, 'result')}; the next page: the same again with --after ${found.next}`,
          ),
        ]),
    ...(found.total > 0 ? [io.style.dim(OPENS_ALL)] : []),
    ...empty,
  ])
}

/** Somebody may paste one of the links above into a chat. */
const OPENS_ALL = 'Whoever gets one of these links can read the whole commons that it is in.'

/** Who types no words wants to look around: what is alive and has pictures comes first. */
function orderOf(order: string | undefined, words: string): FindRequest['order'] {
  return (order as FindRequest['order']) ?? (words === '' ? 'alive' : undefined)
}

function given<Name extends string, T>(name: Name, value: T | undefined): { [K in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [K in Name]?: T })
}

function linesOf(result: FindResult, clean: Clean, { bold, dim }: Style): string[] {
  const by = clean(result.authorName ?? short(result.author), 60)
  const snippet = result.snippet === null ? '' : clean(result.snippet, 160)
  return [
    bold(clean(result.title)),
    `  ${result.kind}${result.licence === null ? '' : `, ${clean(result.licence, 80)}`}, by ${by}, ${moment(result.at)}${builtWords(result)}`,
    ...(snippet === '' ? [] : [`  ${dim(snippet)}`]),
    `  ${result.link}`,
  ]
}

function builtWords({ built }: FindResult): string {
  if (!built || built.works + built.byOthers === 0) return ''
  return `; built ${counted(built.works, 'time')}${built.byOthers > 0 ? `, ${built.byOthers} by others` : ''}`
}

/** Nothing has the words as typed: what was looked for instead is said, never silently put in their place. */
function nearLines({ searchedFor, near = [] }: FindAnswer, typed: string, clean: Clean): string[] {
  if (searchedFor !== undefined)
    return [
      `Nothing has "${clean(typed, 100)}". This is what was found for "${clean(searchedFor, 100)}":`,
      '',
    ]
  if (near.length === 0) return []
  return [
    `Nothing has "${clean(typed, 100)}". Words that are there: ${near.map((word) => clean(word, 60)).join(', ')}.`,
  ]
}

async function nothing(words: string, commons: number): Promise<string[]> {
  if (commons === 0)
    return [
      'You have no commons yet, so there is nothing to find.',
      '  Join one with `allmende commons join LINK`, or make one with `allmende commons create NAME`.',
    ]
  return words === ''
    ? ['Your commons are empty as far as is known here. Share something: `allmende share PATH`.']
    : [
        'Nothing found here. Other words? Or run a node for a while (`allmende start`), so that it meets others.',
      ]
}
