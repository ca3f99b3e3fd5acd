import type { ActionContext } from '@allmende/node'

export type Query = Readonly<Record<string, string | number | undefined>>

/** The ways of asking that the parts of the client are made of. */
export type Calls = {
  readonly get: <T>(path: string, context?: { signal?: AbortSignal }) => Promise<T>
  readonly put: <T>(
    path: string,
    bytes: Uint8Array<ArrayBuffer> | Blob,
    context?: { signal?: AbortSignal },
  ) => Promise<T>
  readonly post: <T>(path: string, body: unknown) => Promise<T>
  readonly act: <T>(path: string, body: unknown, context?: ActionContext) => Promise<T>
  /** Where a thing is. */
  readonly thing: (reference: string) => string
  readonly queryOf: (fields: Query) => string
}
