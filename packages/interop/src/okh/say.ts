import type { Path } from './manifest.ts'
import type { Section } from './section.ts'

/** Tells that a value is not what its key asks for. */
export function sayForm(section: Section, path: Path, expected: string, value: unknown): void {
  section.report.say('OKH_FORM', section.manifest.at(path), {
    key: keyText(path),
    expected,
    found: describeValue(value),
  })
}

/** `contributors[2].name` */
export function keyText(path: Path): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`))
    .join('')
}

export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'a group of keys'
  return typeof value === 'string' ? `"${value}"` : String(value)
}
