import type { Bundles, DownloadInfo, Downloads } from '@allmende/node'

/** What is made to be saved, in the fake node. */
export function fakeDownloads({ createBundle }: Pick<Bundles, 'createBundle'>): Downloads {
  const id = '0'.repeat(32)
  const info: DownloadInfo = { id, name: 'Garden.bundle', bytes: 6, bundle: null, export: null, backup: null }
  return {
    makeDownload: async ({ bundle }, context) =>
      bundle ? { ...info, bundle: await createBundle({ ...bundle, file: '/nowhere' }, context) } : info,
    openDownload: async () => ({
      path: info.name,
      bytes: info.bytes,
      hash: 'ab',
      async *read(range) {
        yield Buffer.from('abcdef').subarray(range?.start, range?.end)
      },
    }),
    dropDownload: async () => info,
  }
}
