import type { Fit } from './fit-one.ts'
import { SOURCES, type SourceName } from './fit-sources.ts'

/**
 * Creative Commons licences among each other and with the Free Art License, and versions of the GFDL: families whose
 * rules are about versions. Null when nothing is said.
 */
export function fitCreativeCommons(from: string, into: string): Fit | null {
  const [a, b] = [read(from), read(into)]
  if (a && b) return versions(a, b)
  if (from === 'CC-BY-SA-4.0' && into === 'LAL-1.3')
    return fit('yes', 'each may be adapted under the other', 'ccCompatible')
  if (from === 'LAL-1.3' && into === 'CC-BY-SA-4.0')
    return fit('yes', 'each may be adapted under the other', 'ccCompatible')
  if (a?.shareAlike)
    return fit(
      'no',
      `adaptations stay under ${from}, a later version of it, or a licence that Creative Commons calls compatible`,
      'ccCompatible',
    )
  return gfdl(from, into)
}

type Licence = { id: string; shareAlike: boolean; version: number }

function read(id: string): Licence | null {
  const [, shareAlike, version] = /^CC-BY(-SA)?-(\d\.\d)(?:-\w+)?$/.exec(id) ?? []
  return version === undefined ? null : { id, shareAlike: shareAlike !== undefined, version: Number(version) }
}

function versions(from: Licence, into: Licence): Fit | null {
  if (!from.shareAlike) {
    if (into.version >= from.version) return fit('yes', `the names of ${from.id} must stay`, 'ccFaq')
    return null
  }
  if (!into.shareAlike) return fit('no', `changed copies must stay under ${from.id}`, 'ccShareAlike')
  // The first version says nothing of later ones; all others do.
  if (into.version > from.version && from.version >= 2)
    return fit('yes', `${from.id} allows adaptations under later versions`, 'ccShareAlike')
  if (into.version === from.version) return null
  return fit('no', `${from.id} does not allow adaptations under ${into.id}`, 'ccShareAlike')
}

function gfdl(from: string, into: string): Fit | null {
  const [a, b] = [from, into].map((id) => /^GFDL-(1\.\d)(-no-invariants)?-(only|or-later)$/.exec(id))
  if (!a || !b || a[2] !== b[2]) return null
  const [earlier, later] = [Number(a[1]), Number(b[1])]
  if (a[3] === 'or-later' && later >= earlier) return fit('yes', 'its authors allow later versions', 'gfdl')
  return fit('no', 'its authors allow no other version', 'gfdl')
}

function fit(answer: 'yes' | 'no', reason: string, source: SourceName): Fit {
  return { answer, reason, source: SOURCES[source] }
}
