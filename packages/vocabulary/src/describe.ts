const EXCERPT = 40

/** Says in a few words what was found, for messages. Never the whole value: it may be 32 KiB from a stranger. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (typeof value === 'string') return describeText(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'object' ? 'a map' : typeof value
}

function describeText(value: string): string {
  return value.length <= EXCERPT ? JSON.stringify(value) : `a text of ${value.length} characters`
}
