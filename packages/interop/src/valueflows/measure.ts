import { CONTEXT, type Node } from './terms.ts'

/** Names of units as people write them, by their name in OM 2. */
const UNITS: Readonly<Record<string, string>> = {
  one: 'one piece pieces pc pcs each ea unit units stück stk pieza piezas',
  metre: 'metre metres meter meters m',
  millimetre: 'millimetre millimetres millimeter millimeters mm',
  centimetre: 'centimetre centimetres centimeter centimeters cm',
  squareMetre: 'squaremetre m2 m²',
  cubicMetre: 'cubicmetre m3 m³',
  kilogram: 'kilogram kilograms kg',
  gram: 'gram grams g',
  litre: 'litre litres liter liters l',
  millilitre: 'millilitre milliliter ml',
  hour: 'hour hours h hrs stunde stunden',
  'minute-Time': 'minute minutes min',
  'second-Time': 'second seconds s sec',
  day: 'day days d tag tage',
  kilowattHour: 'kilowatthour kwh',
}

const byName: ReadonlyMap<string, string> = new Map(
  Object.entries(UNITS).flatMap(([unit, names]) => names.split(' ').map((name) => [name, unit] as const)),
)

/** A quantity with its unit: named by OM 2 where that knows it, else by its label alone. */
export function measure(value: number, unit = 'one'): Node {
  const known = byName.get(unit.trim().toLowerCase())
  return {
    '@type': 'vf:Measure',
    'vf:hasNumericalValue': value,
    'vf:hasUnit': {
      '@type': 'vf:Unit',
      'vf:label': unit,
      ...(known && { 'vf:omUnitIdentifier': { '@type': 'xsd:anyURI', '@value': CONTEXT.om2 + known } }),
    },
  }
}
