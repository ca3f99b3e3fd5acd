import type { GoodType } from '@allmende/vocabulary'
import { suggestLicences } from './suggest.ts'
import { FREE_LICENCES } from './table.ts'

const MAX_SUGGESTIONS = 5

/** A name at this distance or more is another name. Of ten letters three may be wrong. */
const MAX_DISTANCE_SHARE = 0.34

/** How people write them who never heard of SPDX, after `plain`. Version numbers left out mean the newest. */
const ALIASES: readonly [RegExp, readonly string[]][] = [
  [/^(gnu)?affero|^agpl/, ['AGPL-3.0-only', 'AGPL-3.0-or-later']],
  [/^(gnu)?(lesser|library)|^(gnu)?lgpl.*3|^(gnu)?lgpl$/, ['LGPL-3.0-only', 'LGPL-3.0-or-later']],
  [/^(gnu)?lgpl.*2/, ['LGPL-2.1-only', 'LGPL-2.1-or-later']],
  [/^(gnu)?gpl.*2|^gnugeneralpublic.*2/, ['GPL-2.0-only', 'GPL-2.0-or-later']],
  [/^(gnu)?gpl|^gnugeneralpublic/, ['GPL-3.0-only', 'GPL-3.0-or-later']],
  [/^gnufree|^gfdl|^fdl/, ['GFDL-1.3-no-invariants-or-later', 'CC-BY-SA-4.0']],
  [/^(cc|creativecommons)(by|attribution)(sa|sharealike)/, ['CC-BY-SA-4.0']],
  [/^(cc|creativecommons)(by|attribution)(nc|nd|noncom|noder)/, ['CC-BY-SA-4.0', 'CC-BY-4.0']],
  [/^(cc|creativecommons)(by|attribution)?\d*$/, ['CC-BY-4.0', 'CC-BY-SA-4.0']],
  [/^(cc|creativecommons)(0|zero)|publicdomain/, ['CC0-1.0']],
  [/^(cern|ohl|openhardware)/, ['CERN-OHL-S-2.0', 'CERN-OHL-W-2.0', 'CERN-OHL-P-2.0']],
  [/^tapr/, ['TAPR-OHL-1.0']],
  [/^solderpad/, ['Apache-2.0 WITH SHL-2.1']],
  [/^apache/, ['Apache-2.0']],
  [/^mozilla|^mpl/, ['MPL-2.0']],
  [/^expat/, ['MIT']],
  [/^(new|modified|revised|3clause)?bsd/, ['BSD-3-Clause', 'BSD-2-Clause']],
  [/^(freeart|artlibre|licenceartlibre|lal)/, ['LAL-1.3']],
  [/^(odbl|opendatabase|odcodbl)/, ['ODbL-1.0']],
  [/^(odcby|opendatacommonsattribution)/, ['ODC-By-1.0']],
  [/^(pddl|odcpddl)/, ['PDDL-1.0']],
  [/^(eupl|europeanunion)/, ['EUPL-1.2']],
  [/^(ofl|silopenfont|openfont)/, ['OFL-1.1']],
]

/**
 * Free licences that may have been meant by a text, the nearest first; for an empty text those that fit the type.
 * Suggestions only: whoever shares chooses.
 */
export function nearLicences(text: string, type: GoodType): string[] {
  const meant = [...sameButForSpelling(text), ...byAlias(text)]
  const similar = meant.length > 0 ? meant : byDistance(text)
  const near = similar.length > 0 ? similar : suggestLicences(type).map((suggestion) => suggestion.id)
  return [...new Set(near)].slice(0, MAX_SUGGESTIONS)
}

function sameButForSpelling(text: string): string[] {
  const wanted = plain(text)
  return FREE_LICENCES.filter(({ id, name }) => plain(id) === wanted || plain(name) === wanted).map(
    ({ id }) => id,
  )
}

function byAlias(text: string): readonly string[] {
  const wanted = plain(text).replace(/^the/, '')
  return ALIASES.find(([form]) => form.test(wanted))?.[1] ?? []
}

function byDistance(text: string): string[] {
  const wanted = plain(text)
  if (wanted.length < 3) return []
  return FREE_LICENCES.map(({ id }) => ({
    id,
    off: distance(wanted, plain(id)) / Math.max(wanted.length, id.length),
  }))
    .filter(({ off }) => off < MAX_DISTANCE_SHARE)
    .sort((a, b) => a.off - b.off)
    .map(({ id }) => id)
}

/** Letters and digits only, without the words that every licence has. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\b(licen[cs]e|version|international|unported|v(?=\d))/g, '')
    .replaceAll(/[^a-z0-9]/g, '')
}

/** Levenshtein's: how many letters must change, come or go. */
function distance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(change, last[j]! + 1, row[j - 1]! + 1))
    }
    last = row
  }
  return last[b.length]!
}
