/** What two versions of a good, or of a good and another one, have otherwise. Plain data. */
import type { ActionContext } from './contract.ts'

export type CompareRequest = {
  readonly good: string
  /** The older version, by number, label or id; the one before `to` when absent. */
  readonly from?: string
  /** The newer version; the newest when absent. */
  readonly to?: string
  /** Another good that `from` is a version of (its newest when absent): what a fork was made from, say. */
  readonly with?: string
}

export type ComparedVersion = {
  readonly good: string
  readonly title: string
  readonly version: string
  readonly number: number
  readonly label: string | null
  readonly at: number
}

/** A line of two texts laid beside each other. `before` and `after` are its numbers there, from 1. */
export type ComparedLine = {
  readonly what: 'same' | 'added' | 'removed'
  readonly text: string
  readonly before?: number
  readonly after?: number
}

/** A stretch in which something differs, after `skipped` lines that are alike. */
export type ComparedPassage = { readonly skipped: number; readonly lines: readonly ComparedLine[] }

export type ComparedField = {
  /** With its place: `design.function`. */
  readonly name: string
  /** In words; null where it wasn't, or isn't any more. */
  readonly before: string | null
  readonly after: string | null
  /** Of a text of several lines. */
  readonly passages: readonly ComparedPassage[] | null
}

export type ComparedPart = {
  readonly what: 'added' | 'removed' | 'changed'
  readonly name: string
  readonly fields: readonly {
    readonly name: string
    readonly before: string | null
    readonly after: string | null
  }[]
}

export type ComparedFile = {
  readonly path: string
  readonly what: 'added' | 'removed' | 'changed' | 'moved'
  /** Of `moved`: where it lay. */
  readonly from: string | null
  /** Sizes in bytes. */
  readonly before: number | null
  readonly after: number | null
  /** Of a text that changed: where. */
  readonly passages: readonly ComparedPassage[] | null
  /** Why a file that changed isn't shown line by line. */
  readonly why: 'no-text' | 'large' | 'not-here' | 'many' | 'mode' | null
}

export type CompareInfo = {
  /** Null: there is nothing before it, so everything is new. */
  readonly from: ComparedVersion | null
  readonly to: ComparedVersion
  /** Nothing differs in what is compared. */
  readonly alike: boolean
  readonly fields: readonly ComparedField[]
  readonly parts: readonly ComparedPart[]
  /** A part of one of the parts lists isn't here, so they weren't compared. */
  readonly partsMissing: boolean
  readonly files: readonly ComparedFile[]
}

export interface Comparing {
  /** What came, went and changed from one version to another. Writes nothing. */
  compare(request: CompareRequest, context?: ActionContext): Promise<CompareInfo>
}
