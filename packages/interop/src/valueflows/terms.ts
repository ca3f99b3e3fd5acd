/** Valueflows 1.0.0 (w3id.org/valueflows/ont/vf), OM 2 for units, and terms of our own: none is invented in another's namespace. */
export const CONTEXT = {
  vf: 'https://w3id.org/valueflows/ont/vf#',
  om2: 'http://www.ontology-of-units-of-measure.org/resource/om-2/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  allmende: 'urn:allmende:ns#',
} as const

/** A node of a JSON-LD graph. */
export type Node = { '@id'?: string; '@type'?: string; [term: string]: unknown }

export const reference = (id: string): Node => ({ '@id': id })

export const recordUrn = (id: string): string => `urn:allmende:record:${id}`

/** `xsd:dateTimeStamp` demands a time zone. */
export const moment = (at: number): Node & { '@value': string } => ({
  '@type': 'xsd:dateTimeStamp',
  '@value': new Date(at).toISOString(),
})

/** Drops what is absent, so that no term stands there without a value. */
export function node(fields: Node): Node {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )
}
