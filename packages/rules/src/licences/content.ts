import { FREE, type Row, SAME } from './row.ts'

/**
 * Licences written for texts, pictures, sound and the like. Sources: https://freedomdefined.org/Licenses (DFCW),
 * https://opendefinition.org/licenses (OD, which takes in all versions and ports of CC-BY and CC-BY-SA),
 * https://www.gnu.org/licenses/license-list.html (FSF).
 */
export const CONTENT: readonly Row[] = [
  ['CC-BY-SA-4.0', 'Creative Commons Attribution-ShareAlike 4.0', SAME, 'DFCW OD FSF'],
  ['CC-BY-4.0', 'Creative Commons Attribution 4.0', FREE, 'DFCW OD FSF'],
  ['CC0-1.0', 'Creative Commons Zero 1.0', FREE, 'DFCW OD FSF'],
  ...versions('CC-BY-SA', 'Creative Commons Attribution-ShareAlike', SAME, [
    '1.0',
    '2.0',
    '2.0-UK',
    '2.1-JP',
    '2.5',
    '3.0',
    '3.0-AT',
    '3.0-DE',
    '3.0-IGO',
  ]),
  ...versions('CC-BY', 'Creative Commons Attribution', FREE, [
    '1.0',
    '2.0',
    '2.5',
    '2.5-AU',
    '3.0',
    '3.0-AT',
    '3.0-AU',
    '3.0-DE',
    '3.0-IGO',
    '3.0-NL',
    '3.0-US',
  ]),
  ['LAL-1.3', 'Licence Art Libre / Free Art License 1.3', SAME, 'DFCW OD FSF'],
  ['LAL-1.2', 'Licence Art Libre / Free Art License 1.2', SAME, 'DFCW'],
  [
    'GFDL-1.3-no-invariants-or-later',
    'GNU Free Documentation License 1.3 or later, no invariants',
    SAME,
    'FSF OD',
  ],
  ['GFDL-1.3-no-invariants-only', 'GNU Free Documentation License 1.3, no invariants', SAME, 'FSF OD'],
  [
    'GFDL-1.2-no-invariants-or-later',
    'GNU Free Documentation License 1.2 or later, no invariants',
    SAME,
    'FSF',
  ],
  ['GFDL-1.2-no-invariants-only', 'GNU Free Documentation License 1.2, no invariants', SAME, 'FSF'],
  ['GFDL-1.3-or-later', 'GNU Free Documentation License 1.3 or later', SAME, 'FSF'],
  ['GFDL-1.3-only', 'GNU Free Documentation License 1.3', SAME, 'FSF'],
  ['GFDL-1.2-or-later', 'GNU Free Documentation License 1.2 or later', SAME, 'FSF'],
  ['GFDL-1.2-only', 'GNU Free Documentation License 1.2', SAME, 'FSF'],
  ['FSFAP', 'FSF All Permissive License', FREE, 'FSF'],
  ['OFL-1.1', 'SIL Open Font License 1.1', SAME, 'OSI FSF'],
  ['OFL-1.1-RFN', 'SIL Open Font License 1.1, with reserved names', SAME, 'OSI'],
  ['OFL-1.1-no-RFN', 'SIL Open Font License 1.1, no reserved names', SAME, 'OSI'],
  ['OFL-1.0', 'SIL Open Font License 1.0', SAME, 'FSF'],
]

/** Licences written for data. Sources: https://opendefinition.org/licenses (OD), the FSF's list (FSF). */
export const DATA: readonly Row[] = [
  ['ODbL-1.0', 'Open Database License 1.0', SAME, 'OD FSF'],
  ['ODC-By-1.0', 'Open Data Commons Attribution License 1.0', FREE, 'OD'],
  ['PDDL-1.0', 'Open Data Commons Public Domain Dedication and License 1.0', FREE, 'OD'],
  ['DL-DE-BY-2.0', 'Data licence Germany – attribution – 2.0', FREE, 'OD'],
  ['DL-DE-ZERO-2.0', 'Data licence Germany – zero – 2.0', FREE, 'OD'],
  ['OGL-UK-3.0', 'Open Government Licence (United Kingdom) 3.0', FREE, 'OD'],
  ['OGL-UK-2.0', 'Open Government Licence (United Kingdom) 2.0', FREE, 'OD'],
  ['OGL-Canada-2.0', 'Open Government Licence – Canada 2.0', FREE, 'OD'],
]

function versions(id: string, name: string, shareAlike: boolean, labels: readonly string[]): Row[] {
  return labels.map((label) => [
    `${id}-${label}`,
    `${name} ${label.replace('-', ' ')}`,
    shareAlike,
    'DFCW OD',
  ])
}
