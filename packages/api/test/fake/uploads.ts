import type { UploadInfo, Uploads } from '@allmende/node'

/** Folders that come from a page, in the fake node: it counts the bytes and forgets them. */
export function fakeUploads(
  share: Omit<Uploads, 'beginUpload' | 'uploadState' | 'putUpload' | 'cancelUpload'>,
): Uploads {
  const began: UploadInfo = { id: '0'.repeat(32), name: 'bench', files: 1, bytes: 6, have: 0 }
  return {
    beginUpload: async ({ name, files }) => ({ ...began, name, files: files.length }),
    uploadState: async () => began,
    async putUpload({ at }, content) {
      let have = at
      for await (const bytes of content) have += bytes.length
      return { ...began, have }
    },
    cancelUpload: async () => began,
    ...share,
  }
}
