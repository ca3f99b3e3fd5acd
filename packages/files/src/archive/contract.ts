import type { Disk, LeftOut } from '../contract.ts'

/** The forms of archive that are unpacked, told by content and never by name. */
export type ArchiveKind = 'zip' | 'tar' | 'tar.gz'

export interface UnpackOptions {
  /** The folder in which a temporary one is made; the system's when absent. */
  within?: string
  signal?: AbortSignal
  onProgress?: (progress: UnpackProgress) => void
  disk?: Disk
  limits?: Partial<UnpackLimits>
}

export interface UnpackLimits {
  entries: number
  bytes: number
  /** How many times larger than the archive its content may be. */
  ratio: number
}

export interface UnpackProgress {
  files: number
  /** Bytes written so far; how many there will be isn't known of a tar. */
  bytes: number
}

/** What came out of an archive. The folder is removed when the work that was given to `withUnpacked` is over. */
export interface Unpacked {
  kind: ArchiveKind
  folder: string
  files: number
  bytes: number
  /** What was in the archive and not unpacked, with the reason. */
  leftOut: LeftOut[]
}
