import { MAX_PLACES, MAX_QUANTITY, MAX_TAG } from '@allmende/vocabulary'

/** Digits of a whole number and of its fraction, without signs between: `12`, `50` for "12,50 €". */
export type Amount = { whole: string; fraction: string }

/**
 * The first number in a text. With one sign between digits it is a fraction, except three digits after a comma, which are thousands in
 * English and come with a fraction of two or less elsewhere; `decimal` decides where that is known.
 */
export function amountIn(text: string, decimal?: ',' | '.'): Amount | null {
  const found = /\d(?:[\d.,'’\u00a0\u202f]|[ ](?=\d{3}(?!\d)))*/.exec(text)?.[0]
  if (found === undefined) return null
  const digits = found.replaceAll(/['’\s\u00a0\u202f]/g, '').replace(/[.,]+$/, '')
  const sign = decimal ?? signOf(digits)
  const at = sign === null ? -1 : digits.lastIndexOf(sign)
  const whole = (at < 0 ? digits : digits.slice(0, at)).replaceAll(/[.,]/g, '')
  const fraction = at < 0 ? '' : digits.slice(at + 1).replaceAll(/[.,]/g, '')
  return { whole: whole.replace(/^0+(?=\d)/, '') || '0', fraction }
}

function signOf(digits: string): ',' | '.' | null {
  const [comma, point] = [digits.lastIndexOf(','), digits.lastIndexOf('.')]
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.'
  if (point >= 0) return digits.indexOf('.') === point ? '.' : null
  if (comma < 0 || digits.indexOf(',') !== comma) return null
  return /,\d{3}$/.test(digits) && !digits.startsWith('0') ? null : ','
}

/** `12.50`, as a line has it: at most twelve digits and six after the point. */
export function amountText({ whole, fraction }: Amount): string | null {
  if (whole.length > 12) return null
  return fraction === '' ? whole : `${whole}.${fraction.slice(0, 6)}`
}

/** Shares an amount among so many, to six digits after the point. */
export function sharedAmount(amount: Amount, among: number): string | null {
  const value = Number(`${amount.whole}.${amount.fraction || '0'}`) / among
  if (!Number.isFinite(value) || value >= 1e12) return null
  const text = value.toFixed(6).replace(/\.?0+$/, '')
  return text === '' ? '0' : text
}

/** A quantity with what stands after it ("2,5 m", "4x", "1/2"); null if the text begins with no number. */
export function quantityIn(text: string, decimal?: ',' | '.'): { quantity: number; rest: string } | null {
  const said = text.replace(/^(?:ca\.?|approx\.?|~|≈|x)\s*/i, '').trim()
  if (!/^\d|^[.,]\d/.test(said)) return null
  const exponent = /^\d+(?:\.\d+)?e[+-]?\d+$/i.exec(said)?.[0]
  if (exponent !== undefined) return checked(Number(exponent), '')
  const half = /^(\d+)\s*\/\s*(\d+)(.*)$/.exec(said)
  if (half) return checked(Number(half[1]) / Number(half[2]), half[3] ?? '')
  const number = /^[.,]?\d[\d.,'’]*(?: \d{3}(?!\d))*/.exec(said)?.[0] ?? ''
  const amount = amountIn(number.startsWith('.') || number.startsWith(',') ? `0${number}` : number, decimal)
  return amount && checked(Number(`${amount.whole}.${amount.fraction || '0'}`), said.slice(number.length))
}

function checked(quantity: number, rest: string): { quantity: number; rest: string } | null {
  return quantity >= 0 && quantity <= MAX_QUANTITY ? { quantity, rest: rest.trim() } : null
}

/** Units as lists write them, and the name that OM 2 gives them. */
const UNITS: readonly [RegExp, string][] = [
  [
    /^(?:x|pcs?|pces?|pieces?|pc\(s\)|ea|each|units?|st|stk|stck|stücke?|stueck|uds?|unid(?:ad(?:es)?)?|pièces?|one)\.?$/i,
    'one',
  ],
  [/^(?:mm|millimet(?:re|er)s?)$/i, 'millimetre'],
  [/^(?:cm|centimet(?:re|er)s?)$/i, 'centimetre'],
  [/^(?:m|met(?:re|er)s?|mtr)$/i, 'metre'],
  [/^(?:m2|m²|sqm|qm)$/i, 'squareMetre'],
  [/^(?:m3|m³|cbm)$/i, 'cubicMetre'],
  [/^(?:g|grams?|gr|gramm)$/i, 'gram'],
  [/^(?:kg|kilos?|kilograms?)$/i, 'kilogram'],
  [/^(?:l|lit(?:re|er)s?)$/i, 'litre'],
  [/^(?:ml|millilit(?:re|er)s?)$/i, 'millilitre'],
  [/^(?:h|hrs?|hours?|std|stunden?)$/i, 'hour'],
  [/^(?:ft|foot|feet)$/i, 'foot-International'],
  [/^(?:in|inch|inches|")$/i, 'inch-International'],
]

/** The name of the unit in OM 2, or what the list says if that is none. */
export function unitNamed(text: string): string | null {
  const said = text.trim()
  if (said === '' || !/\p{L}|"/u.test(said)) return null
  return UNITS.find(([form]) => form.test(said))?.[1] ?? Array.from(said).slice(0, MAX_TAG).join('')
}

/** Characters of a list of places: a thousand of them with some room. */
const MAX_PLACES_TEXT = 20_000

/** `C1, C2` and `C1-C4`: each place by itself. Null if the text is no list of places. */
export function placesIn(text: string): string[] | null {
  if (text.length > MAX_PLACES_TEXT) return null
  const tight = text.replaceAll(/\s+/g, ' ').replaceAll(/ ?([-–]|\.\.) ?(?=[A-Za-z]*\d)/g, '$1')
  const parts = tight.split(/[,; ]+/).filter((part) => part !== '')
  const places = parts.flatMap((part) => {
    const range = /^([A-Za-z]+)(\d{1,6})(?:-|–|\.\.|…|:)(?:([A-Za-z]+))?(\d{1,6})$/.exec(part)
    if (!range) return [part]
    const [, letters = '', from = '', other = letters, to = ''] = range
    const count = Number(to) - Number(from) + 1
    if (other !== letters || count < 1 || count > MAX_PLACES) return [part]
    return Array.from({ length: count }, (_, at) => `${letters}${Number(from) + at}`)
  })
  const distinct = [...new Set(places)].slice(0, MAX_PLACES)
  return distinct.length > 0 && distinct.every((place) => place.length <= MAX_TAG) ? distinct : null
}
