import type { Paged, PageRequest } from '@allmende/api/client'
import type { Options } from '../options.ts'
import type { Style } from '../terminal/style.ts'

/** Which page of a list is asked for. */
export function pageAsked(options: Options): PageRequest {
  const [limit, after] = [options.number('limit'), options.text('after')]
  return { ...(limit !== undefined && { limit }), ...(after !== undefined && { after }) }
}

/** That there is more, and how to see it. */
export function moreLines({ next }: Paged, { dim }: Style): string[] {
  return next === undefined ? [] : [dim(`There is more. The next page: the same again with --after ${next}`)]
}
