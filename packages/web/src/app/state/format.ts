/** Dates, numbers and sizes in the person's language. Pure: the language and the moment are parameters. */

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export function bytesIn(language: string, count: number): string {
  let value = count
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(value)
}

export function momentIn(language: string, at: number): string {
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return '?'
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

/** To the second, of today. */
export function timeOfDayIn(language: string, at: number): string {
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return '?'
  return new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(at)
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `3 days ago`. A clock that is ahead is no reason to speak of the future: an author's time is a label. */
export function agoIn(language: string, at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const passed = Math.max(0, now - at)
  if (!Number.isFinite(passed)) return '?'
  const [unit, length] = STEPS.find(([, step]) => passed >= step) ?? ['second', Infinity]
  return unit === 'second' ? format.format(0, 'second') : format.format(-Math.floor(passed / length), unit)
}

/** The beginning of an id of a person or a node, for when nobody has said a name. */
export function shortName(name: string | null | undefined, id: string): string {
  return name ?? id.slice(0, 8)
}
