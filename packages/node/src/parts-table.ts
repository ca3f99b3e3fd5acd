import type { Preview } from '@allmende/files'
import type { GoodType, PartLine } from '@allmende/vocabulary'
import type { ShareRequest } from './contract.ts'

export type PartsFound = {
  /** The path of the table in the folder. */
  readonly from: string
  readonly lines: readonly PartLine[]
  readonly warnings: readonly string[]
}

/** The parts list that the files bring along; null when there is none. */
export async function partsFrom(
  _request: ShareRequest,
  _preview: Preview,
  _type: GoodType,
): Promise<PartsFound | null> {
  return null
}
