const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** Bytes as people read them: decimal units, three digits. */
export function amountInWords(count: number): string {
  let unit = 0
  let value = count
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${UNITS[unit]}`
}

/** A moment in the time of this computer: `12:40` today, else `2026-11-20 12:40`. */
export function timeInWords(at: number, now: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`
  if (date.toDateString() === new Date(now).toDateString()) return time
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`
}
