import { open } from 'node:fs/promises'
import type { PreviewFile } from '@allmende/files'
import { type PlaceTold, placeTold } from '@allmende/rules'
import { displayText } from '@allmende/vocabulary'
import type { ShareCaution, ShareCautionCode } from '../contract-share.ts'

/** Enough for the notes of most cameras, and then for those that are preceded by a large preview or profile. */
const FIRST_BYTES = 64 * 1024
const MOST_BYTES = 256 * 1024
/** A second on a disk that turns; who shares more has a collection, and is told that the rest wasn't looked at. */
const MOST_PICTURES = 1_000
/** The thread pool has four threads: more at once would only keep files open. */
const READ_AT_ONCE = 8

const PICTURES =
  /\.(?:jpe?g|jpe|jfif|png|webp|hei[cf]|avif|tiff?|dng|cr[23]|nef|arw|orf|rw2|raf|mov|mp4|m4v|3gp)$/i

/**
 * What a person should know of the pictures before others have them: how many say where they were taken. Reads their
 * beginnings and never fails: of what can't be read it is said that it isn't clear. `clean`: they are shared as
 * `withCleanPictures` makes them. Rule UP8.
 */
export async function placesTold(
  files: readonly PreviewFile[],
  clean = false,
): Promise<readonly ShareCaution[]> {
  const all = files.filter(isPicture)
  const pictures = all.slice(0, MOST_PICTURES)
  const found: { readonly [told in PlaceTold]: string[] } = { told: [], none: [], unclear: [] }
  for (let at = 0; at < pictures.length; at += READ_AT_ONCE) {
    const some = pictures.slice(at, at + READ_AT_ONCE)
    const told = await Promise.all(
      some.map((picture) => beginningTold(picture).catch(() => 'unclear' as const)),
    )
    for (const [index, one] of told.entries()) found[one].push(some[index]!.path)
  }
  const unseen = all.slice(MOST_PICTURES).map(({ path }) => path)
  const cautions = [
    ...caution('PICTURES_TELL_PLACE', found.told),
    ...caution('PICTURES_MAY_TELL_PLACE', found.unclear),
    ...caution('PICTURES_NOT_LOOKED_AT', unseen),
  ]
  return clean ? cautions.map((one) => ({ ...one, hint: CLEANED })) : cautions
}

/** A picture or a film, by its name. */
export function isPicture({ path, bytes }: PreviewFile): boolean {
  return bytes > 0 && PICTURES.test(path)
}

/** By its first 256 KiB. */
export async function beginningTold({ source, bytes }: PreviewFile): Promise<PlaceTold> {
  const file = await open(source, 'r')
  try {
    for (const most of [FIRST_BYTES, MOST_BYTES]) {
      const head = Buffer.allocUnsafe(Math.min(most, bytes))
      const { bytesRead } = await file.read(head, 0, head.length, 0)
      const told = placeTold(head.subarray(0, bytesRead), bytesRead >= bytes)
      if (told !== 'unclear' || bytesRead < most) return told
    }
    return 'unclear'
  } finally {
    await file.close()
  }
}

const SAID: { readonly [code in ShareCautionCode]: (count: number) => string } = {
  PICTURES_TELL_PLACE: (count) =>
    count === 1 ? '1 picture says where it was taken' : `${count} pictures say where they were taken`,
  PICTURES_MAY_TELL_PLACE: (count) =>
    count === 1
      ? '1 picture or film may say where it was taken: that can’t be read here'
      : `${count} pictures or films may say where they were taken: that can’t be read here`,
  PICTURES_NOT_LOOKED_AT: (count) =>
    `${count} more ${count === 1 ? 'picture was' : 'pictures were'} not looked at: they may say where they were taken`,
}

const HINTS: { readonly [code in ShareCautionCode]: string } = {
  PICTURES_TELL_PLACE:
    'share with --clean-pictures to take it out of what is shared, or name them in .allmendeignore: what others have copied can’t be recalled',
  PICTURES_MAY_TELL_PLACE:
    'save them as JPEG or PNG to have them looked through, or name them in .allmendeignore',
  PICTURES_NOT_LOOKED_AT: 'share them in folders of at most 1,000 pictures to have all looked at',
}

const CLEANED =
  'it is taken out of what is shared, and where it can’t be the share is refused; your own files stay as they are'

function caution(code: ShareCautionCode, paths: readonly string[]): ShareCaution[] {
  const [example] = paths
  if (example === undefined) return []
  const count = paths.length
  const message = `${SAID[code](count)} (for instance ${displayText(example)})`
  return [{ code, count, example, message, hint: HINTS[code] }]
}
