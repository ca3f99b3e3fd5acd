/** What goes from node to node in a file. Plain data: it crosses HTTP as it is. */
import type { ActionContext } from './contract.ts'

export type CreateBundleRequest = {
  /** The file that is written, on the computer of the node. */
  readonly file: string
  /** By name or id; all that one belongs to when absent. */
  readonly commons?: readonly string[]
  /** A node or a person: only what they lack, as far as it is known what they have. */
  readonly for?: string
  /** Only what came since: a date (ISO 8601), or a bundle of before. */
  readonly since?: string
  /** `none`, `held` (everything that is held here), or goods by id, link or title. When absent: the newest versions, up to a limit. */
  readonly files?: readonly string[]
  /** Put it in the place of a file of that name. */
  readonly replace?: boolean
}

/** Files of one version, in a bundle or left out of it: without those that the other side has as files of another. */
export type BundledFiles = {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly bytes: number
}

export type BundledCommons = {
  readonly id: string
  readonly name: string
  /** Logs of which there is something in it. */
  readonly logs: number
  readonly blocks: number
  /** Of records and edits. */
  readonly bytes: number
  readonly files: readonly BundledFiles[]
  readonly leftOut: readonly (BundledFiles & { readonly reason: string })[]
  /** When it became known what the other side has; null: not known, so everything is in it. */
  readonly known: number | null
}

export type CreateBundleResult = {
  readonly file: string
  readonly bytes: number
  /** Nodes that it was made for, with the names of their people; empty: for whoever is in these commons. */
  readonly for: readonly { readonly node: string; readonly name: string | null }[]
  readonly commons: readonly BundledCommons[]
}

export type OpenBundleRequest = {
  readonly file: string
  /** `none`: leave the files in it where they are. */
  readonly files?: 'all' | 'none'
}

/** Logs of which something couldn't be taken in, by reason. */
export type NotTaken = {
  readonly reason: 'gap' | 'unlinked' | 'forked' | 'refused' | 'unknown' | 'quota' | 'not-carried'
  readonly logs: number
}

export type OpenedCommons = {
  readonly id: string
  readonly name: string
  /** Logs of which something was new here. */
  readonly logs: number
  readonly blocks: number
  readonly records: number
  readonly bytes: number
  readonly files: readonly BundledFiles[]
  readonly notTaken: readonly NotTaken[]
}

export type OpenBundleResult = {
  readonly file: string
  readonly bytes: number
  /** Who wrote it. */
  readonly from: { readonly node: string; readonly name: string | null; readonly at: number }
  readonly transport: 'stick'
  readonly commons: readonly OpenedCommons[]
  /** Sections for commons that this node isn't in. */
  readonly unopened: number
}

export interface Bundles {
  /** Writes what the other side lacks, or everything, into one file. */
  createBundle(request: CreateBundleRequest, context?: ActionContext): Promise<CreateBundleResult>
  /** Takes in what a bundle brings that is missing here: all of it is verified before anything is written. */
  openBundle(request: OpenBundleRequest, context?: ActionContext): Promise<OpenBundleResult>
}
