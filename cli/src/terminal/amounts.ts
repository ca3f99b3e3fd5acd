const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** Bytes as people read them: decimal units, three digits. */
export function bytes(count: number): string {
  let unit = 0
  let value = count
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${UNITS[unit]}`
}

/** The bytes of a size as people write it (`500MB`, `2 GB`, `1.5g`); null for anything else. */
export function sizeIn(text: string): number | null {
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,6})?)\s*([kmgt]?)b?$/i.exec(text.trim()) ?? []
  if (number === undefined) return null
  return Math.round(Number(number) * 1000 ** ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase()))
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** A moment in the time of this computer, as `2026-11-22 09:05`. */
export function moment(ms: number): string {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return 'unknown'
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** A moment of today to the second, as `09:05:07`. */
export function timeOfDay(ms: number): string {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return 'unknown'
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
}

/** The beginning of an id, enough to tell it apart on a screen. */
export function short(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id
}
