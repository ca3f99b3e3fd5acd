import type { ActionContext } from './contract.ts'

/** A device of one's own. */
export type DeviceInfo = {
  readonly device: string
  /** What it is called among one's own devices; null when nobody has said so yet. */
  readonly name: string | null
  /** The device that answers. */
  readonly here: boolean
  readonly since: number | null
  /** When it wrote last, as far as that has come here. */
  readonly wrote: number | null
  /** When its node was connected last: now for this one and those that are. */
  readonly seen: number | null
  readonly connected: boolean
  readonly retired: number | null
  /** The commons it has written in. */
  readonly commons: readonly string[]
}

export type DeviceList = {
  readonly person: string | null
  readonly devices: readonly DeviceInfo[]
  /** The list of one's commons that the words find again; null where the words haven't been asked for yet. */
  readonly account: {
    readonly version: number
    readonly commons: number
    /** Who has the newest of it, as they said since this node was started. */
    readonly keptBy: readonly { node: string; name: string | null; newest: boolean; at: number }[]
  } | null
  /** A restore that hasn't found anything yet goes on as long as the node runs. */
  readonly restoring: { readonly since: number; readonly tried: readonly string[] } | null
}

/** A spoken code for one more device, given out by this node since it was started. It opens nothing. */
export type DeviceCode = {
  readonly code: string
  readonly state: 'open' | 'used' | 'dead' | 'expired' | 'cancelled'
  readonly expires: number
  /** Wrong words that it still bears. */
  readonly triesLeft: number
  /** Who has used it; null: nobody, or nobody who said anything after it. */
  readonly came: {
    readonly at: number
    /** They showed that they have the 24 words; otherwise they have got nothing. */
    readonly own: boolean
    /** Null until the new device has said so in the list of one's commons. */
    readonly device: string | null
    readonly name: string | null
  } | null
}

/** Records that a device said it had written, and that nobody who is connected has. */
export type MissingRecords = {
  readonly commons: string
  readonly name: string
  readonly device: string
  readonly deviceName: string | null
  readonly records: number
  readonly of: number
  /** When the last record was written that is here; null when none is. */
  readonly since: number | null
  /** When the last one was written that the device told of. */
  readonly until: number
  /** The device is connected: what is missing is on its way. */
  readonly connected: boolean
}

/** Files of one's own that nobody who is connected has. */
export type MissingFiles = {
  readonly commons: string
  readonly id: string
  readonly title: string
  readonly files: number
  readonly bytes: number
}

export type RestoreResult = {
  readonly person: string
  readonly device: string
  /** Whether the list of one's commons was found. If not, it is looked for as long as a node runs on this home. */
  readonly found: boolean
  readonly tried: readonly string[]
  /** When the list was written. */
  readonly asOf: number | null
  readonly name: string | null
  readonly commons: readonly {
    readonly id: string
    readonly name: string
    readonly public: boolean
    readonly records: number
    readonly goods: number
    /** Whether everything came that those one has met have; `unknown` when nobody of it was met. */
    readonly whole: 'yes' | 'no' | 'unknown'
  }[]
  readonly devices: readonly DeviceInfo[]
  readonly missing: readonly MissingRecords[]
  /** Of goods of one's own: nobody who is connected has them. */
  readonly files: readonly MissingFiles[]
  /** Of goods of one's own: fetched now, as asked, and those that aren't here but somebody who is connected has. */
  readonly fetched: FilesCount
  readonly elsewhere: FilesCount
  /** The name of the commons that is written to when none is named; null: one has to be chosen. */
  readonly writesTo: string | null
}

export type FilesCount = { readonly goods: number; readonly files: number; readonly bytes: number }

export type BackupRequest = { readonly file: string; readonly withoutFiles?: boolean }

export type BackupInfo = {
  readonly file: string
  readonly bytes: number
  readonly person: string
  /** Names of the commons in it. */
  readonly commons: readonly string[]
  /** When the list in it was written. */
  readonly asOf: number
  /** Bytes of what is in the commons; 0: the list alone. */
  readonly content: number
}

export type RetireRequest = {
  readonly device: string
  /** Then the root says it, and it holds at once. Without them it is this device's word, which needs another's. */
  readonly words?: string
  /** Although the device said that it had written what isn't here, and that will be refused. */
  readonly anyway?: boolean
}

export type RetireResult = {
  readonly device: string
  readonly name: string | null
  readonly byRoot: boolean
  /** Where it was said, and how many blocks of the device's records stay there. */
  readonly commons: readonly { readonly id: string; readonly name: string; readonly records: number }[]
  /** Blocks that the device had told of and that are refused now. */
  readonly refused: number
}

export interface Devices {
  retireDevice(request: RetireRequest): Promise<RetireResult>
  listDevices(): Promise<DeviceList>
  /** Gives out a code by which a new computer finds this one: `restore` with it. This node has to go on running until then. */
  addDevice(request: { seconds?: number }): Promise<DeviceCode>
  listDeviceCodes(): Promise<readonly DeviceCode[]>
  cancelDeviceCode(code: string): Promise<DeviceCode>
  renameDevice(request: { device: string; name: string }): Promise<{ device: string; name: string }>
  /** Makes the account of a home from before there were any. */
  takeWords(request: { words: string }): Promise<{ person: string; version: number }>
  /** Shares of the words, one for each friend. They are kept nowhere here. */
  splitWords(request: {
    words: string
    friends: number
    need: number
  }): Promise<{ shares: readonly string[] }>
  combineShares(request: { shares: readonly string[] }): Promise<{ words: string }>
  backup(request: BackupRequest, context?: ActionContext): Promise<BackupInfo>
  /** Reads a backup of one's own to its end. */
  verifyBackup(request: { file: string }, context?: ActionContext): Promise<BackupInfo>
  /**
   * Makes this computer a further device of the person of the words, and brings back what can be found; `from` a backup first. With a
   * `code` of `addDevice` the computer that made it is found and connected first.
   * With `files` also the files of one's own goods, as far as somebody who is connected has them.
   */
  restore(
    request: { words: string; waitMs?: number; from?: string; files?: boolean; code?: string },
    context?: ActionContext,
  ): Promise<RestoreResult>
}
