import type { Fields, PartLine } from '@allmende/vocabulary'

/** How complete a good is, 0 to 100, as `rules` counts it. */
export function completenessOf(_fields: Fields, _lines: readonly PartLine[]): number {
  return 0
}
