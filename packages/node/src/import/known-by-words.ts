import type { Candidate } from './candidate.ts'

const NEVER = ''

/**
 * What a page brought lies on no path of this computer that it could be known by when it comes once more. A good with a manifest is known by
 * where in what was brought that lies, and by its title: "okh.toml" alone is what hundreds of designs are called. A parts list says
 * too little of itself to be known, and a publication is known by what it says.
 */
export function knownByWords(candidates: readonly Candidate[], name: string): void {
  for (const candidate of candidates) {
    const { from, fields, format } = candidate
    const isDescribed = format !== 'table' && fields.publication === undefined && fields.title !== undefined
    // Changed in place: others name this very candidate as a part of theirs.
    Object.assign(candidate, { key: isDescribed ? `page:${name}/${from}#${fields.title}` : NEVER })
  }
}
