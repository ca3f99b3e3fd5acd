import type { SourceName } from './fit-sources.ts'

/** What somebody says about taking something under one of the first licences into something under one of the second. */
export type Statement = {
  from: ReadonlySet<string>
  into: ReadonlySet<string>
  answer: 'yes' | 'no'
  reason: string
  source: SourceName
}

/** Licences by which everything is given away: nothing needs to be kept, not even a name. */
export const WAIVED = ids('CC0-1.0 Unlicense 0BSD MIT-0 WTFPL PDDL-1.0 DL-DE-ZERO-2.0')

/** Some of the next that the licence list of the FSF calls compatible with the GPL. */
const PERMISSIVE = 'MIT X11 ISC BSD-2-Clause BSD-3-Clause Zlib BSL-1.0 NCSA UPL-1.0 HPND'

/** Licences that ask for nothing but that their notice is kept. */
export const NOTICE = ids(`${PERMISSIVE} BSD-1-Clause PostgreSQL`)

const GPL2 = 'GPL-2.0-only GPL-2.0-or-later'
const GPL3 = 'GPL-3.0-only GPL-3.0-or-later'
const LGPL3 = 'LGPL-3.0-only LGPL-3.0-or-later'
const LGPL2 = 'LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later'
const AGPL3 = 'AGPL-3.0-only AGPL-3.0-or-later'
const GNU = `${GPL2} ${GPL3} ${LGPL2} ${LGPL3} ${AGPL3}`
const ONE_WAY = 'it may go in, and the whole is then under the other licence'
const SHL = 'SHL-0.5 SHL-0.51 SHL-2.0 SHL-2.1'

/** Who says what about GNU's own licences and versions. */
const GNU_STATEMENTS = [
  yes('GPL-2.0-or-later', `GPL-2.0-only ${GPL3}`, 'its authors allow later versions', 'gnuMatrix'),
  yes('GPL-3.0-or-later', 'GPL-3.0-only', 'its authors allow this version', 'gnuMatrix'),
  yes('AGPL-3.0-or-later', 'AGPL-3.0-only', 'its authors allow this version', 'gnuMatrix'),
  yes('LGPL-2.1-or-later', `LGPL-2.1-only ${LGPL3}`, 'its authors allow later versions', 'gnuMatrix'),
  yes('LGPL-2.0-or-later', 'LGPL-2.0-only', 'its authors allow this version', 'gnuMatrix'),
  yes('LGPL-3.0-or-later', 'LGPL-3.0-only', 'its authors allow this version', 'gnuMatrix'),
  yes(LGPL2, `${GPL2} ${GPL3}`, 'it may be treated as if under the GPL', 'lgpl21'),
  yes(LGPL3, 'GPL-3.0-only', 'it may be treated as if under the GPL 3', 'lgpl3'),
  yes('LGPL-3.0-or-later', 'GPL-3.0-or-later', 'it may be treated as if under the GPL 3 or later', 'lgpl3'),
  yes(
    `${GPL3} GPL-2.0-or-later ${LGPL3} LGPL-2.1-or-later`,
    'AGPL-3.0-only',
    'the two may be combined; the AGPL’s duty towards users over a network then holds for the whole',
    'gpl3',
  ),
  yes(
    'GPL-3.0-or-later GPL-2.0-or-later LGPL-3.0-or-later LGPL-2.1-or-later',
    'AGPL-3.0-or-later',
    'the two may be combined; the AGPL’s duty towards users over a network then holds for the whole',
    'gpl3',
  ),
  no(
    AGPL3,
    `${GPL2} ${GPL3} ${LGPL2} ${LGPL3}`,
    'the AGPL’s duty towards users over a network must stay, and these have none',
    'gnuList',
  ),
  no('GPL-2.0-only', `${GPL3} ${AGPL3}`, 'its authors allow no later version', 'gnuMatrix'),
  no('GPL-2.0-only', 'GPL-2.0-or-later', 'its authors allow no later version', 'gnuMatrix'),
  no('GPL-3.0-only', 'GPL-3.0-or-later', 'its authors allow no later version', 'gnuMatrix'),
  no('AGPL-3.0-only', 'AGPL-3.0-or-later', 'its authors allow no later version', 'gnuMatrix'),
  no(`${GPL3} ${LGPL3}`, GPL2, 'it is of version 3, which version 2 does not allow', 'gnuMatrix'),
]

/** What may go into GNU's licences, and what may not. */
const INTO_GNU = [
  yes(PERMISSIVE, GNU, 'its notice must stay', 'gnuList'),
  yes(
    'Artistic-2.0 ClArtistic ZPL-2.0 ZPL-2.1 W3C EUDatagrid EFL-2.0 Ruby Vim ICU BSD-3-Clause-Clear',
    `${GPL2} ${GPL3}`,
    'its notice must stay',
    'gnuList',
  ),
  yes(`Apache-2.0 ${SHL}`, `${GPL3} ${LGPL3} ${AGPL3}`, 'its notices must stay', 'apache'),
  no(
    `Apache-2.0 ${SHL}`,
    `${GPL2} ${LGPL2}`,
    'its terms on patents are a restriction that version 2 does not allow; the whole may be under version 3',
    'apache',
  ),
  yes(
    'MPL-2.0',
    `${GPL2} ${GPL3} LGPL-2.1-only LGPL-2.1-or-later ${LGPL3} ${AGPL3}`,
    'it names this as a secondary licence; its own files stay under it as well',
    'mpl',
  ),
  no(
    'MPL-2.0-no-copyleft-exception',
    GNU,
    'its authors have excluded the licences that the MPL would else fit with',
    'mpl',
  ),
  no(
    'Apache-1.0 Apache-1.1 BSD-4-Clause PHP-3.01 OpenSSL AFL-2.1 AFL-3.0 MS-PL MS-RL CDDL-1.0 CPL-1.0 IPL-1.0 EPL-1.0 OSL-2.1 OSL-3.0 MPL-1.1 CPAL-1.0 QPL-1.0 APSL-2.0 LPPL-1.3a',
    `${GPL2} ${GPL3} ${AGPL3}`,
    'it asks for something that the GPL does not let one ask for',
    'gnuList',
  ),
  yes(
    'CC-BY-4.0',
    `${GPL2} ${GPL3}`,
    'the names and the notice must stay; it is not meant for programs',
    'gnuList',
  ),
  yes('CC-BY-SA-4.0', 'GPL-3.0-only', `${ONE_WAY}; nothing comes back`, 'ccCompatible'),
  no(
    'CC-BY-SA-4.0',
    'GPL-3.0-or-later',
    'only version 3 was declared compatible: the whole may be under GPL-3.0-only',
    'ccCompatible',
  ),
  no('GFDL-1.3-only GFDL-1.3-or-later GFDL-1.2-only GFDL-1.2-or-later', GNU, 'the two do not fit', 'gfdlGpl'),
]

/**
 * What the European licence names in its appendix. It names versions, and says nothing of later ones. Of CPL-1.0, which
 * version 1.1 names too, others say the contrary: that is left out.
 */
const EUPL = [
  yes('EUPL-1.1', 'EUPL-1.2', 'later versions are allowed', 'eupl11'),
  yes(
    'EUPL-1.2',
    'GPL-2.0-only GPL-3.0-only AGPL-3.0-only LGPL-2.1-only LGPL-3.0-only MPL-2.0 EPL-1.0 OSL-2.1 OSL-3.0 CECILL-2.0 CECILL-2.1 LiLiQ-R-1.1 LiLiQ-Rplus-1.1',
    'its appendix names it: the whole may be under that licence',
    'eupl12',
  ),
  yes(
    'EUPL-1.1',
    'GPL-2.0-only EPL-1.0 OSL-2.1 OSL-3.0 CECILL-2.0',
    'its appendix names it: the whole may be under that licence',
    'eupl11',
  ),
]

/** Licences written for hardware. */
const HARDWARE = [
  yes(
    'CERN-OHL-W-2.0',
    'CERN-OHL-S-2.0',
    'as long as every component it names is available in the sense of CERN-OHL-S',
    'cernW',
  ),
  yes(
    'CERN-OHL-P-2.0',
    `CERN-OHL-W-2.0 CERN-OHL-S-2.0 Apache-2.0 ${SHL} ${PERMISSIVE}`,
    'its notices and a copy of it must stay',
    'cernP',
  ),
  no('CERN-OHL-S-2.0', 'CERN-OHL-W-2.0 CERN-OHL-P-2.0', 'changed copies must stay under CERN-OHL-S', 'cernS'),
  yes(SHL, 'Apache-2.0', 'whoever has it may treat it as if under Apache-2.0', 'apacheText'),
]

/** Permissive licences among each other, and versions that follow on each other. */
const OTHERS = [
  yes('EPL-1.0', 'EPL-2.0', 'a new version may be chosen once there is one', 'epl'),
  yes(
    `Apache-2.0 ${SHL}`,
    `${PERMISSIVE} MPL-2.0 EPL-1.0 EPL-2.0`,
    'the whole may be under other terms as long as its notices stay',
    'apacheText',
  ),
]

const DATA = [
  no(
    'CC-BY-4.0 CC-BY-3.0 CC-BY-2.5 CC-BY-2.0',
    'ODbL-1.0',
    'it forbids technical protection that ODbL allows; ask the author for a waiver',
    'osmCcBy',
  ),
  yes('OGL-UK-3.0', 'CC-BY-4.0 ODC-By-1.0', 'the source must stay named', 'ogl3'),
]

export const STATEMENTS: readonly Statement[] = [
  ...GNU_STATEMENTS,
  ...INTO_GNU,
  ...EUPL,
  ...HARDWARE,
  ...OTHERS,
  ...DATA,
]

/**
 * Licences whose text asks that changed copies stay under the same licence, and lets in no others but those of the
 * statements. Licences that are share-alike but not in it may name others: of them nothing is said.
 */
export const CLOSED = ids(
  `${GNU.replace('LGPL-2.0-or-later ', '')} EPL-1.0 CDDL-1.0 OSL-3.0 MS-RL CERN-OHL-S-2.0 CERN-OHL-W-2.0 OFL-1.1 ODbL-1.0 LAL-1.3 GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3-only GFDL-1.3-or-later GFDL-1.3-no-invariants-only GFDL-1.3-no-invariants-or-later CC-BY-SA-4.0 CC-BY-SA-3.0 CC-BY-SA-2.5 CC-BY-SA-2.0 CC-BY-SA-1.0`,
)

function ids(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}

function yes(from: string, into: string, reason: string, source: SourceName): Statement {
  return { from: ids(from), into: ids(into), answer: 'yes', reason, source }
}

function no(from: string, into: string, reason: string, source: SourceName): Statement {
  return { from: ids(from), into: ids(into), answer: 'no', reason, source }
}
