import type { FileList } from '@allmende/vocabulary'
import { BlobWriter } from './blob-writer.ts'
import type { FilesWriter, ListedFile } from './contract.ts'
import { checkEntries } from './copy-plan.ts'
import { makeFileList } from './file-list.ts'

/**
 * The list for a record, of files whose content lies somewhere already: nothing of it is moved. Only a list too long for
 * a record is itself written. Throws `PATH_…` for two files that are one on some system, and `FILE_LIST`.
 */
export async function listFiles(files: ListedFile[], writer: FilesWriter): Promise<FileList> {
  checkEntries(files)
  const blobs = new BlobWriter(writer.core)
  try {
    const list = await makeFileList(files, writer.key, blobs)
    if (list.list) await writer.sync()
    return list
  } catch (error) {
    await blobs.takeBack().catch(() => undefined)
    throw error
  }
}
