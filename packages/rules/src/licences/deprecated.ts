/**
 * Identifiers that SPDX has given up, with what may have been meant. Where there are two, only the author can say
 * which: "GPL-3.0" never said whether later versions count too, and to add that is to give away a right.
 */
const GIVEN_UP: ReadonlyMap<string, readonly string[]> = new Map([
  ...['AGPL-3.0', 'GPL-2.0', 'GPL-3.0', 'LGPL-2.0', 'LGPL-2.1', 'LGPL-3.0', 'GFDL-1.2', 'GFDL-1.3'].flatMap(
    (id): [string, string[]][] => [
      [id, [`${id}-only`, `${id}-or-later`]],
      [`${id}+`, [`${id}-or-later`]],
    ],
  ),
  ['AGPL-1.0', ['AGPL-3.0-or-later']],
  ['GPL-1.0', ['GPL-2.0-or-later']],
  ['GPL-1.0+', ['GPL-2.0-or-later']],
  ['GFDL-1.1', ['GFDL-1.2-or-later']],
  ['BSD-2-Clause-FreeBSD', ['BSD-2-Clause']],
  ['BSD-2-Clause-NetBSD', ['BSD-2-Clause']],
  ['GPL-2.0-with-autoconf-exception', ['GPL-2.0-only WITH Autoconf-exception-2.0']],
  ['GPL-2.0-with-bison-exception', ['GPL-2.0-only WITH Bison-exception-2.2']],
  ['GPL-2.0-with-classpath-exception', ['GPL-2.0-only WITH Classpath-exception-2.0']],
  ['GPL-2.0-with-font-exception', ['GPL-2.0-only WITH Font-exception-2.0']],
  ['GPL-2.0-with-GCC-exception', ['GPL-2.0-only WITH GCC-exception-2.0']],
  ['GPL-3.0-with-autoconf-exception', ['GPL-3.0-only WITH Autoconf-exception-3.0']],
  ['GPL-3.0-with-GCC-exception', ['GPL-3.0-only WITH GCC-exception-3.1']],
  ['eCos-2.0', ['GPL-2.0-or-later WITH eCos-exception-2.0']],
  ['wxWindows', ['LGPL-2.0-or-later WITH WxWindows-exception-3.1']],
  ['bzip2-1.0.5', []],
  ['Net-SNMP', ['BSD-3-Clause']],
  ['Nunit', ['Zlib']],
  ['StandardML-NJ', []],
])

/** What may have been meant by an identifier that SPDX gave up; undefined for any other. */
export function replacementsOf(id: string): readonly string[] | undefined {
  return GIVEN_UP.get(id)
}
