import { resolve } from 'node:path'
import type { BuildResult } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import { counted } from '../terminal/amounts.ts'
import { needed, numbers, texts } from './deed.ts'
import { retryWhenMet } from './retry.ts'
import { handOver } from './settle.ts'
import { tellWords } from './words.ts'

/** Tells of a build. */
export const build: Action = async (invocation) => {
  const { args, cwd, io, options, open } = invocation
  const outcome = await needed(invocation, 'outcome', 'How did it come out: works, partly or failed?')
  const request = {
    good: args[0] ?? '',
    outcome,
    ...texts(invocation, {
      version: 'version',
      text: 'note',
      changes: 'changes',
      licence: 'licence',
      unit: 'unit',
      place: 'place',
      finished: 'finished',
      title: 'title',
    }),
    ...numbers(invocation, {
      amount: 'amount',
      effort: 'hours',
      repairability: 'repairability',
      modularity: 'modularity',
      ease: 'ease',
    }),
    ...listsOf(invocation),
    ...(options.flag('commercial') && { commercial: true }),
    ...(options.flag('photos-as-they-are') && { photosAsTheyAre: true }),
    ...(options.list('photo').length > 0 && {
      photos: options.list('photo').map((file) => resolve(cwd, file)),
    }),
  }
  const session = await open('read')
  const told = await retryWhenMet({ session, io, options }, () =>
    io.withProgress((onProgress) => session.client.reportBuild(request, { onProgress, signal: io.signal })),
  )
  await handOver(session, io, options)
  await io.result(told, (clean) => [
    `${io.style.green('Told')}: version ${told.number} of "${clean(told.title)}" was built: ${told.outcome}.`,
    ...(told.files > 0
      ? [
          `  ${counted(told.files, 'picture')} under ${clean(told.licence ?? '')}: others may use and change them and must name you (--licence says otherwise).`,
        ]
      : []),
    ...traceLines(told, options.flag('photos-as-they-are')),
    `  Id: ${told.id}`,
  ])
  tellWords(io, told.words)
}

/** What pictures would have told beside the picture. */
function traceLines({ traces: { removed, places, unchecked } }: BuildResult, asTheyAre: boolean): string[] {
  const place = places > 0 ? `, and out of ${places} where they were taken` : ''
  return [
    ...(removed > 0
      ? [`  Taken out of ${counted(removed, 'picture')}: what the camera wrote beside it${place}.`]
      : []),
    ...(asTheyAre && unchecked.length > 0
      ? [`  ${counted(unchecked.length, 'picture')} with all that the camera wrote beside it, as you said.`]
      : []),
  ]
}

function listsOf({ options }: Invocation) {
  const lists = {
    problems: options.list('problem').map(problemOf),
    equipment: options.list('equipment'),
    materials: options.list('material').map(materialOf),
  }
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as Partial<
    typeof lists
  >
}

/** "PART: TEXT"; without a colon it is about the whole. */
function problemOf(said: string): { part?: string; text: string } {
  const at = said.indexOf(': ')
  if (at < 1) return { text: said }
  return { part: said.slice(0, at).trim(), text: said.slice(at + 2).trim() }
}

/** "NAME", or "NAME, QUANTITY UNIT". */
function materialOf(said: string): { name: string; quantity?: number; unit?: string } {
  const [, name, quantity, unit] = /^(.*\S)\s*,\s*(\d+(?:\.\d+)?)(?:\s+(\S.*))?$/.exec(said) ?? []
  if (name === undefined) return { name: said }
  if (Number(quantity) <= 0)
    throw fail('USAGE', {
      message: '--material is wrong',
      expected: '"NAME, QUANTITY UNIT" with a quantity of more than 0',
      found: said,
    })
  return { name, quantity: Number(quantity), ...(unit !== undefined && { unit }) }
}
