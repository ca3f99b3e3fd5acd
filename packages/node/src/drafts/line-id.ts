import { encodeZ32, type Random } from '@allmende/vocabulary'

const LINE_ID_BYTES = 10

/** Names a new line of a parts list: by chance, so that two who add one apart don't take the same name. */
export function newLineId(random: Random): string {
  return encodeZ32(random.bytes(LINE_ID_BYTES))
}
