import type { HereInfo, LiveChange, LiveEvent, LiveUpdate } from '@allmende/api/client'
import type { Mark } from './marks.ts'
import type { Style, StyleName } from './styles.ts'

export type { HereInfo, LiveChange, LiveEvent, LiveUpdate }

type At = { readonly client: string; readonly table: string; readonly version: number }

/** The way to the node, for one draft. Each throws `Refused` when the node said no, anything else when it wasn't reached. */
export type Channel = {
  /** Tells every event until `signal` aborts (then it resolves) or the connection ends (then it throws). */
  follow(
    at: { client: string; table?: string; version?: number },
    onEvent: (event: LiveEvent) => void,
    signal: AbortSignal,
  ): Promise<void>
  /** Resolves when the updates are on the node's disk. */
  push(request: At & { updates: readonly (readonly LiveChange[])[] }): Promise<{ version: number }>
  point(request: At & { cursor: { head: number; anchor: number } | null }): Promise<void>
}

/** The node said no, with a code of its error table. */
export class Refused extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'Refused'
    this.code = code
  }
}

/** How the editor stands, for whoever shows it. */
export type EditorState =
  | { readonly state: 'opening' }
  /** Everything written here is on the node's disk. */
  | { readonly state: 'saved' }
  | { readonly state: 'saving' }
  /** The node isn't reached; it is tried again. What is written meanwhile is kept in the page. */
  | { readonly state: 'offline' }
  /** For good: nothing more can be written. `unsaved`: something that was written here the node never had. */
  | { readonly state: 'ended'; readonly code: string; readonly message: string; readonly unsaved: boolean }

export type Selected = { readonly text: string; readonly from: number }

export type EditorOptions = {
  readonly connect: Channel
  /** `view`: nothing can be typed. */
  readonly right: 'view' | 'edit'
  /** What a screen reader calls the text. */
  readonly label: string
  /** Of the page's content security policy, for the styles that the editor brings. */
  readonly nonce?: string
  readonly onState?: (state: EditorState) => void
  readonly onTitle?: (title: string) => void
  /** The draft at the node is another: its text, or something beside it. */
  readonly onChange?: () => void
  /** What is selected now, and where it begins; null when nothing is. */
  readonly onSelect?: (selected: Selected | null) => void
  /** A marked passage was clicked. */
  readonly onMark?: (id: string) => void
  /** The keys for saying something about what is selected were pressed. */
  readonly onSay?: () => void
  /** The keys for marking what is selected as bold, or emphasised, were pressed. */
  readonly onStyle?: (name: StyleName) => void
  /** What is read where nothing is written yet. */
  readonly placeholder?: string
  readonly onPeople?: (people: readonly HereInfo[]) => void
}

export type Editor = {
  readonly text: () => string
  readonly focus: () => void
  /** Marks passages, in place of those that were marked before. */
  readonly mark: (marks: readonly Mark[]) => void
  /** Draws passages as bold, code and the like, in place of those that were drawn so before. */
  readonly style: (styles: readonly Style[]) => void
  /** Resolves once the node has all that was written here, or never will. */
  readonly settled: () => Promise<void>
  /** Brings a marked passage into view. */
  readonly reveal: (id: string) => void
  /** Whether anything can be typed. */
  readonly allow: (right: 'view' | 'edit') => void
  /** Sends what is left if it can, and takes the editor off the page. */
  readonly close: () => Promise<void>
}
