import { join } from 'node:path'
import type { Preview, PreviewFile } from '@allmende/files'
import { placeTold, withoutTraces } from '@allmende/rules'
import { displayText } from '@allmende/vocabulary'
import type { ActionContext } from '../contract.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { withWorkFolder } from '../work-folder.ts'
import { copyWith, wholePicture } from './cleaned-copy.ts'
import { beginningTold, isPicture } from './places-told.ts'

/**
 * Shares copies of the pictures that go without what a camera wrote beside them; the folder stays as it is. Throws
 * PICTURE_TELLS where one may say where it was taken and can't be cleaned: whoever asked for it relies on it. Rule UP9.
 */
export function withCleanPictures<T>(
  parts: Parts,
  preview: Preview,
  context: ActionContext,
  share: (cleaned: Preview) => Promise<T>,
): Promise<T> {
  return withWorkFolder(parts, async (folder) => {
    const files: PreviewFile[] = []
    for (const [index, file] of preview.files.entries()) {
      context.signal?.throwIfAborted()
      files.push(isPicture(file) ? await cleaned(file, join(folder, String(index))) : file)
    }
    return share({ ...preview, files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) })
  })
}

async function cleaned(file: PreviewFile, copy: string): Promise<PreviewFile> {
  const whole = await wholePicture(file)
  const traces = whole && withoutTraces(whole)
  if (traces?.how === 'cleaned') return traces.removed ? copyWith(file, traces.bytes, copy) : file
  const told = whole ? placeTold(whole, true) : await beginningTold(file)
  if (told !== 'none') throw fail('PICTURE_TELLS', { found: displayText(file.path) })
  return file
}
