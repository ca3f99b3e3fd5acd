import type { ThingListName, ThingListPage } from '@allmende/api/client'
import type { Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import { counted } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'
import { moreLines, pageAsked } from './page.ts'
import { retryWhenMet } from './retry.ts'
import { buildLine, commentLine, refLine, suggestionEntry, useLine } from './show-about.ts'

/** What a list is called in words, and by the API. */
const LISTS: Readonly<Record<string, ThingListName>> = {
  builds: 'builds',
  suggestions: 'suggestions',
  uses: 'outsideUses',
  forks: 'forks',
  'used-in': 'usedIn',
  comments: 'comments',
}

/** One of the lists of a good, page by page: those that others make longer than `show` shows. */
export async function showList({ args, io, options, open }: Invocation): Promise<void> {
  const named = options.text('list') ?? ''
  const list = LISTS[named]
  if (list === undefined) {
    throw fail('USAGE', {
      message: 'no list of a good is called so',
      expected: Object.keys(LISTS).join(', '),
      found: named,
    })
  }
  const session = await open('read')
  const request = { thing: args[0] ?? '', list, ...pageAsked(options) }
  const page = await retryWhenMet({ session, io, options }, () => session.client.listAbout(request))
  await io.result(page, (clean) =>
    page.total === 0
      ? `There are none yet (${named}).`
      : [
          io.style.bold(`${named}: ${counted(page.total, 'entry', 'entries')}`),
          ...linesOf(page, clean, io.style),
          ...moreLines(page, io.style),
        ],
  )
}

function linesOf(page: ThingListPage, clean: Clean, style: Style): string[] {
  switch (page.list) {
    case 'builds':
      return page.entries.map((one) => buildLine(one, clean, style))
    case 'suggestions':
      return page.entries.flatMap((one) => suggestionEntry(one, clean, style))
    case 'outsideUses':
      return page.entries.map((one) => useLine(one, clean))
    case 'forks':
    case 'usedIn':
      return page.entries.map((one) => refLine(one, clean))
    case 'comments':
      return page.entries.map((one) => commentLine(one, clean))
  }
}
