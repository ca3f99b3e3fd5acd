/** What the person is told of an error: what the node said, and what to do. */
export type Said = {
  readonly code: string
  readonly message: string
  readonly expected: string | null
  readonly found: string | null
  readonly hint: string | null
}

export function saidOf(error: unknown): Said {
  const { code, message, expected, found, hint } = (error ?? {}) as Record<keyof Said, unknown>
  return {
    code: textOr(code, 'UNKNOWN'),
    message: textOr(message, String(error)),
    expected: textOr(expected, null),
    found: textOr(found, null),
    hint: textOr(hint, null),
  }
}

function textOr<Otherwise>(value: unknown, otherwise: Otherwise): string | Otherwise {
  return typeof value === 'string' ? value : otherwise
}
