import type { GoodType } from '@allmende/vocabulary'
import { CONTENT, DATA } from './content.ts'
import { DESIGN } from './design.ts'
import type { Row } from './row.ts'
import { SOFTWARE } from './software.ts'
import type { Authority, FreeLicence } from './types.ts'

const MEDIA: readonly GoodType[] = ['text', 'media', 'publication']

/** Every licence that makes a good free here. What is not in it is refused: unknown is not free. */
export const FREE_LICENCES: readonly FreeLicence[] = [
  ...DESIGN.map((row) => licence(row, ['design'])),
  ...SOFTWARE.map((row) => licence(row, ['software'])),
  ...CONTENT.map((row) => licence(row, row[0].startsWith('CC') ? [...MEDIA, 'data', 'design'] : MEDIA)),
  ...DATA.map((row) => licence(row, ['data'])),
]

const byId: ReadonlyMap<string, FreeLicence> = new Map(FREE_LICENCES.map((entry) => [entry.id, entry]))

export function freeLicence(id: string): FreeLicence | undefined {
  return byId.get(id)
}

function licence([id, name, shareAlike, freeBy]: Row, types: readonly GoodType[]): FreeLicence {
  return { id, name, shareAlike, types, freeBy: freeBy.split(' ') as Authority[] }
}
