import type { PinInfo, PinSelector } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { bytes, counted } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { moreLines, pageAsked } from './page.ts'
import { retryWhenMet } from './retry.ts'

function selectorOf({ args, options }: Pick<Invocation, 'args' | 'options'>): PinSelector {
  const [tag, commons, good] = [options.text('tag'), options.text('commons'), args[0]]
  return {
    ...(good !== undefined && { good }),
    ...(tag !== undefined && { tag }),
    ...(commons !== undefined && { commons }),
    ...(options.flag('everything') && { everything: true }),
  }
}

/** Pins what is named, or lists what is pinned. */
export const pin: Action = async (invocation) => {
  const { io, options, open } = invocation
  const selector = selectorOf(invocation)
  if (Object.keys(selector).length === 0) return list(invocation)
  const max = options.number('max')
  const background = options.flag('background')
  const session = await open('read')
  await session.share()
  const result = await retryWhenMet({ session, io, options }, () =>
    io.withProgress((onProgress) =>
      session.client.pin(
        { ...selector, ...(max !== undefined && { max }), ...(background && { background }) },
        { onProgress, signal: io.signal },
      ),
    ),
  )
  await io.result(result, (clean) => [
    `${io.style.green('Pinned')} ${nameOf(result, clean)}: ${counted(result.held.versions, 'good')} here, ${bytes(result.held.bytes)}` +
      (result.fetched > 0 ? ` (${bytes(result.fetched)} over the network).` : '.'),
    ...restOf(result),
  ])
  return result.missing.versions > 0 && !background ? 1 : undefined
}

async function list({ io, options, open }: Invocation): Promise<void> {
  const session = await open('none')
  const found = await session.client.listPins(pageAsked(options))
  await io.result(found, (clean) =>
    found.pins.length === 0
      ? [
          'Nothing is pinned. `allmende pin GOOD` gets all files of a good and keeps them here;',
          '`allmende pin --everything --max 5GB` takes along what fits.',
        ]
      : [
          ...found.pins.flatMap((one) => [
            `${nameOf(one, clean)}: ${bytes(one.held.bytes)} of ${counted(one.held.versions, 'good')} here${one.max === null ? '' : `, at most ${bytes(one.max)}`}`,
            ...restOf(one),
          ]),
          ...moreLines(found, io.style),
        ],
  )
}

export const unpin: Action = async (invocation) => {
  const { io, open } = invocation
  const session = await open('none')
  const result = await session.client.unpin(selectorOf(invocation), { signal: io.signal })
  await io.result(
    result,
    (clean) =>
      `No longer pinned: ${nameOf(result, clean)}. ${bytes(result.held.bytes)} stay here until you forget them (\`allmende forget\`).`,
  )
}

function restOf({ missing, over }: PinInfo): string[] {
  return [
    ...(missing.versions > 0
      ? [
          `  Still missing: ${counted(missing.versions, 'good')}, ${bytes(missing.bytes)}. A running node goes on fetching them in the background.`,
        ]
      : []),
    ...(over.versions > 0
      ? [`  Left out, over the limit: ${counted(over.versions, 'good')}, ${bytes(over.bytes)}.`]
      : []),
  ]
}

function nameOf({ what, name }: PinInfo, clean: Clean): string {
  if (what === 'everything') return 'everything'
  const text = `"${clean(name, 80)}"`
  return { good: text, tag: `everything tagged ${text}`, commons: `the commons ${text}` }[what]
}
