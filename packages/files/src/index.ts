/**
 * Large content: a folder becomes blobs in the writer's `files` core and a file list in a record; a file list becomes
 * a folder again. Every file is known by the SHA-256 of its content. Floor 2: imports vocabulary and logs.
 */
export type * from './contract.ts'
export type { ArchiveKind, UnpackOptions, UnpackProgress, Unpacked } from './archive/contract.ts'
export { archiveKind } from './archive/kind.ts'
export { isPackage, withFolder, withUnpacked } from './archive/unpack.ts'
export { writeZip } from './archive/write-zip.ts'
export type { Patience } from './block-source.ts'
export { copyOut } from './copy-out.ts'
export { ERRORS as FILES_ERRORS } from './errors.ts'
export { type FetchOptions, fetchFiles, readListed } from './fetch-files.ts'
export { readFileList } from './file-list.ts'
export { type Held, heldBytes, verifyHeld } from './held.ts'
export { importFiles } from './import.ts'
export { BLOCK_BYTES } from './limits.ts'
export { type ByteRange, streamListed } from './stream-listed.ts'
export type { LeftOutCode } from './left-out.ts'
export { listFiles } from './list-files.ts'
export { previewShare } from './preview.ts'
export { type BlockRange, type Content, endsOf, unneededBlocks } from './unneeded.ts'
export { type PathIssue, pathIssue } from './safe-path.ts'
