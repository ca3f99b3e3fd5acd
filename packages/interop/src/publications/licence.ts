import { isSpdxForm } from '../spdx.ts'

/** Addresses of the deeds of Creative Commons: each names exactly one licence. */
const DEED =
  /^https?:\/\/(?:www\.)?creativecommons\.org\/(licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)(?:\/([a-z]{2}))?(?:\/.*)?$/i

/**
 * The licence that an entry itself states, as SPDX where it is one or the address of one. That something has a DOI, or can be
 * read without paying, is no statement of a licence.
 */
export function statedLicence(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(statedLicence).find((licence) => licence !== undefined)
  if (typeof value === 'object' && value !== null) {
    const { URL: address, id, name } = value as { URL?: unknown; id?: unknown; name?: unknown }
    return statedLicence(address) ?? statedLicence(id) ?? statedLicence(name)
  }
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const text = value.trim()
  return fromDeed(text) ?? text
}

export const isStated = (licence: string): boolean => isSpdxForm(licence)

function fromDeed(text: string): string | undefined {
  const [, kind, code, version, port] = DEED.exec(text) ?? []
  if (kind === undefined || code === undefined || version === undefined) return undefined
  if (kind.toLowerCase() === 'publicdomain')
    return code.toLowerCase() === 'zero' ? `CC0-${version}` : undefined
  return `CC-${code.toUpperCase()}-${version}${port === undefined ? '' : `-${port.toUpperCase()}`}`
}
