import type { LeftOutCode as FileLeftOutCode, PreviewProblemCode } from '@allmende/files'
import type { TableWarningCode } from '@allmende/interop'
import type { LicenceSuggestion } from '@allmende/rules'

/** Why something isn't shared: `manifest` of an import, all others as `files` says them. */
export type LeftOutCode = FileLeftOutCode | 'manifest'

export type LeftOut = {
  readonly path: string
  readonly code: LeftOutCode
  /** The same in English words. */
  readonly reason: string
  /** The ignore file whose rule it is, with the code `named`. */
  readonly from?: string
}

export type ShareWarningCode = PreviewProblemCode | TableWarningCode

/** What would be shared otherwise than it lies there, or hinders the share. */
export type ShareWarning = {
  readonly code: ShareWarningCode
  /** In English words, with its place. */
  readonly message: string
  /** What the sentence names, for who says it in another language. */
  readonly values: Readonly<Record<string, string>>
  /** Where in a parts table it is. */
  readonly at: { readonly file: string; readonly line: number | null } | null
  /** Nothing is shared while it is so. */
  readonly hinders: boolean
}

export type ShareCautionCode = 'PICTURES_TELL_PLACE' | 'PICTURES_MAY_TELL_PLACE' | 'PICTURES_NOT_LOOKED_AT'

/** What others would learn that the author may not have meant to tell. It hinders nothing. */
export type ShareCaution = {
  readonly code: ShareCautionCode
  /** Of so many files. */
  readonly count: number
  /** The path of one of them in the folder. */
  readonly example: string
  /** The same in English words, and what to do. */
  readonly message: string
  readonly hint: string
}

/** What `share` would do, before anything is written. */
export type SharePreview = {
  readonly path: string
  readonly title: string
  readonly type: string
  readonly files: readonly { path: string; bytes: number }[]
  readonly count: number
  readonly bytes: number
  readonly leftOut: readonly LeftOut[]
  readonly warnings: readonly ShareWarning[]
  readonly cautions: readonly ShareCaution[]
  readonly licences: readonly LicenceSuggestion[]
  /** What files are for, as far as their names tell. */
  readonly roles: readonly { role: string; at: string }[]
  /** The table that the parts list is read from, if there is one. */
  readonly parts: { readonly from: string; readonly lines: number } | null
  /** Set when this folder was shared before: sharing again makes a new version of that good. */
  readonly again?: {
    readonly id: string
    readonly title: string
    readonly licence: string
    readonly version: string
  }
}
