/** What is made for a page to be saved by the browser: a page can't name a folder of this computer. Plain data. */
import type { ActionContext } from './contract.ts'
import type { CreateBundleRequest, CreateBundleResult } from './contract-bundle.ts'
import type { ExportCommonsRequest, ExportGoodRequest, ExportResult } from './contract-carry.ts'
import type { BackupInfo, BackupRequest } from './contract-devices.ts'
import type { FileContent } from './contract-files.ts'

/** Exactly one of them: what is to be made. `since` of a bundle is a day, no file. */
export type DownloadRequest = {
  readonly bundle?: Omit<CreateBundleRequest, 'file' | 'replace'>
  readonly good?: Omit<ExportGoodRequest, 'to'>
  readonly commons?: Omit<ExportCommonsRequest, 'to'>
  readonly backup?: Omit<BackupRequest, 'file'>
}

export type DownloadInfo = {
  readonly id: string
  /** What the file is to be called. */
  readonly name: string
  readonly bytes: number
  readonly bundle: CreateBundleResult | null
  readonly export: ExportResult | null
  readonly backup: BackupInfo | null
}

export interface Downloads {
  /** Makes it, in the home; what is several files becomes one ZIP. It is there for an hour. */
  makeDownload(request: DownloadRequest, context?: ActionContext): Promise<DownloadInfo>
  /** Its bytes, or a part of them. */
  openDownload(request: { download: string }): Promise<FileContent>
  /** Removes it. */
  dropDownload(request: { download: string }): Promise<DownloadInfo>
}
