/** What the person is told of an error: what the node said, and what to do. */
export type Said = { readonly code: string; readonly message: string; readonly hint: string | null }

export function saidOf(error: unknown): Said {
  const { code, message, hint } = (error ?? {}) as { code?: unknown; message?: unknown; hint?: unknown }
  return {
    code: typeof code === 'string' ? code : 'UNKNOWN',
    message: typeof message === 'string' ? message : String(error),
    hint: typeof hint === 'string' ? hint : null,
  }
}
