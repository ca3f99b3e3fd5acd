import type { BuildRequest, BuildResult } from './contract-deeds.ts'
import type { OpenBundleResult } from './contract-bundle.ts'
import type { ImportRequest, ImportResult } from './contract-carry.ts'
import type { BackupInfo, RestoreResult } from './contract-devices.ts'
import type { ActionContext, SharePreview, ShareRequest, ShareResult } from './contract.ts'

/** A file that will come. `modified`: ms since the epoch; the same file changed since is another one. */
export type UploadFile = { readonly path: string; readonly bytes: number; readonly modified?: number }

export type BeginUploadRequest = {
  /** What the folder (or the single file) is called. */
  readonly name: string
  /** Their bytes come one after another in this order. */
  readonly files: readonly UploadFile[]
  /** Folders that are there and weren't looked into: what is never shared needn't come. */
  readonly folders?: readonly string[]
}

export type UploadInfo = {
  readonly id: string
  readonly name: string
  readonly files: number
  readonly bytes: number
  /** So many bytes are on disk, counted over all files in their order: the next ones go here. */
  readonly have: number
}

export type UploadPreview = SharePreview & {
  /** What the manifest in the folder says, where there is one. */
  readonly manifest: {
    readonly from: string
    readonly title: string | null
    readonly description: string | null
    readonly licence: string | null
    readonly version: string | null
  } | null
  /** What others would be glad of, the weightiest first. Nothing of it is needed. */
  readonly missing: readonly { field: string; why: string }[]
}

export type UploadShareRequest = Omit<ShareRequest, 'path' | 'asNew' | 'over'> & {
  readonly upload: string
  /** The good that this is a new version of. */
  readonly of?: string
}

export type UploadBuildRequest = Omit<BuildRequest, 'photos'> & { readonly upload: string }

export type UploadBundleRequest = { readonly upload: string; readonly files?: 'all' | 'none' }

/** The parts list is the one that is found: a page names no path. */
export type UploadImportRequest = Omit<ImportRequest, 'path' | 'bom'> & { readonly upload: string }

export type UploadRestoreRequest = {
  readonly upload: string
  readonly words: string
  readonly waitMs?: number
  readonly files?: boolean
}

/** Folders that come from a page, which can't name a path of this computer. */
export interface Uploads {
  /** Begins, or goes on with what was begun with the very same files and broken off. */
  beginUpload(request: BeginUploadRequest): Promise<UploadInfo>
  uploadState(upload: string): Promise<UploadInfo>
  /** Takes what comes from byte `at` on. What it answers is on disk; so is what came before the connection broke. */
  putUpload(request: { upload: string; at: number }, content: AsyncIterable<Uint8Array>): Promise<UploadInfo>
  /** Removes what was put aside. */
  cancelUpload(request: { upload: string }): Promise<UploadInfo>
  previewUpload(request: UploadShareRequest): Promise<UploadPreview>
  /** As `share` for a folder. What was put aside is gone afterwards. */
  shareUpload(request: UploadShareRequest, context?: ActionContext): Promise<ShareResult>
  /** As `reportBuild`, with what was brought as its pictures. What was put aside is gone afterwards. */
  buildUpload(request: UploadBuildRequest, context?: ActionContext): Promise<BuildResult>
  /** As `openBundle`, with the one file that was brought. It stays until a day is over when it was refused. */
  openUpload(request: UploadBundleRequest, context?: ActionContext): Promise<OpenBundleResult>
  /** As `importGoods`. What was put aside is gone afterwards, but stays after a dry run and when it was refused. */
  importUpload(request: UploadImportRequest, context?: ActionContext): Promise<ImportResult>
  /** As `restore`, from the one file that was brought. It stays when it was refused: the words may have been mistyped. */
  restoreUpload(request: UploadRestoreRequest, context?: ActionContext): Promise<RestoreResult>
  /** As `verifyBackup`, with the one file that was brought. */
  verifyUpload(request: { upload: string }, context?: ActionContext): Promise<BackupInfo>
}
