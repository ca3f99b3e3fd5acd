import type { FoundCommons, FoundCommonsAnswer } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { counted, moment, short } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'
import { handOver } from './settle.ts'
import { tellWords } from './words.ts'

/** A node that has only just met others has nothing yet. */
const LISTEN_SECONDS = 8

/** `commons list-publicly`: for everybody to find, or no longer. */
export const commonsListPublicly: Action = async ({ io, options, open }) => {
  const text = (name: string) => {
    const found = options.text(name)
    return found === undefined ? {} : { [name]: found }
  }
  const tags = options.text('tags')
  const session = await open('read')
  const listed = await session.client.listPublicly({
    ...text('commons'),
    ...text('about'),
    ...text('place'),
    ...text('language'),
    ...(tags !== undefined && { tags: wordsOf(tags) }),
    ...(options.flag('stop') && { stop: true }),
  })
  await io.result(listed, (clean) =>
    listed.listed
      ? [
          `${io.style.green('Listed')} "${clean(listed.name)}": whoever looks finds it, and can read and join it.`,
          ...(listed.about === ''
            ? ['  Say what it is about with --about.']
            : [`  ${clean(listed.about, 300)}`]),
          ...(listed.tags.length > 0 ? [`  ${listed.tags.map((tag) => clean(tag, 40)).join(', ')}`] : []),
          `  Good until ${moment(listed.until ?? 0)}, and said again in time while a node runs here.`,
          '  To take it back: allmende commons list-publicly --stop',
        ]
      : [
          `"${clean(listed.name)}" is not listed from here any more. Who has joined stays, and so does the link.`,
        ],
  )
  tellWords(io, listed.words)
  await handOver(session, io, options)
}

/** `commons find`: among what was listed. */
export const commonsFind: Action = async ({ args, io, options, open }) => {
  const hide = options.text('hide')
  const show = options.text('show-again')
  if (hide !== undefined || show !== undefined) {
    const { client } = await open('none')
    const { hidden } = await client.hideListed({
      what: hide ?? show ?? '',
      ...(show !== undefined && { show: true }),
    })
    await io.result({ hidden }, () =>
      hidden.length === 0
        ? 'Nothing is hidden.'
        : ['Hidden here, and not passed on from here:', ...hidden.map((id) => `  ${id}`)],
    )
    return
  }
  const words = args.join(' ')
  const session = await open('read')
  let found = await session.client.findCommons({ words }, { signal: io.signal })
  if (found.total === 0) {
    if (io.errTty) io.note(io.errStyle.dim('Asking others …'))
    found = await session.client.findCommons({ words, waitSeconds: LISTEN_SECONDS }, { signal: io.signal })
  }
  await io.result(found, (clean) => [
    ...found.results.flatMap((one) => linesOf(one, clean, io.style)),
    ...(found.total === 0 ? nothing(words, found, clean) : ['To join one: allmende commons join ID']),
  ])
}

function linesOf(one: FoundCommons, clean: Clean, { bold, dim }: Style): string[] {
  const facts = [
    one.tags.map((tag) => clean(tag, 40)).join(', '),
    clean(one.place, 80),
    clean(one.language, 16),
    one.joined ? 'joined' : '',
  ].filter((fact) => fact !== '')
  const [first] = one.listedBy
  const by = first ? clean(first.name ?? short(first.person), 60) : ''
  const more = one.listedBy.length > 1 ? ` and ${one.listedBy.length - 1} more` : ''
  return [
    `${bold(clean(one.name))}  ${dim(one.id.slice(0, 8))}`,
    ...(one.about === '' ? [] : [`  ${clean(one.about, 300)}`]),
    ...(facts.length > 0 ? [`  ${facts.join('; ')}`] : []),
    dim(
      `  listed by ${by}${more}${one.trusted ? ', vouched for in a commons of yours' : ''}, ${moment(one.at)}`,
    ),
  ]
}

function nothing(words: string, { known, hidden }: FoundCommonsAnswer, clean: Clean): string[] {
  const some = words === '' ? '' : ` with "${clean(words, 100)}"`
  return [
    known === 0
      ? 'No listing has come here yet: it takes a connection to somebody who knows some (`allmende status`).'
      : `Of ${counted(known, 'listed commons', 'listed commons')} that are known here, none is found${some}.`,
    ...(hidden > 0
      ? [`${counted(hidden, 'id is', 'ids are')} hidden: allmende commons find --show-again ID`]
      : []),
    'To be found yourself: allmende commons create NAME, then allmende commons list-publicly --about "…"',
  ]
}

function wordsOf(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((word) => word.replace(/^#/, ''))
    .filter((word) => word !== '')
}
