import { modelKind, MOST_MODEL_BYTES } from '../../../model/kinds.ts'
import { isPicture, MOST_PICTURE_BYTES } from '../../parts/picture-kinds.ts'
import { isTextName, MOST_TEXT_BYTES } from './text-kinds.ts'

export type Preview = 'picture' | 'text' | 'model' | 'pdf'

/** More than this holds up the page, or fills its memory: then it is a download. */
export const MOST_BYTES: Readonly<Record<Preview, number>> = {
  picture: MOST_PICTURE_BYTES,
  text: MOST_TEXT_BYTES,
  model: MOST_MODEL_BYTES,
  pdf: 64_000_000,
}

/** What a file is shown as, by its name; null: it can only be saved. */
export function previewOf(path: string): Preview | null {
  if (isPicture(path)) return 'picture'
  if (modelKind(path) !== null) return 'model'
  if (/\.pdf$/i.test(path)) return 'pdf'
  return isTextName(path) ? 'text' : null
}
