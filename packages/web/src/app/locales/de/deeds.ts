/** Was man anderen gegenüber tut, mit einem Commons oder einem Gut: auf Deutsch. */
export const deeds = {
  listing: {
    open: 'Öffentlich verzeichnen',
    change: 'Sein öffentlicher Eintrag',
    title: '„{{name}}“ verzeichnen, damit alle es finden',
    listed: 'für alle verzeichnet',
    why: 'Wer nach Commons sucht, findet es, kann es lesen und beitreten. Der Eintrag wird rechtzeitig erneuert, solange dieser Computer ab und zu läuft.',
    about: 'Worum geht es?',
    tags: 'Wörter, um es zu finden, mit Kommas dazwischen',
    place: 'Wo ist es?',
    placeHelp: 'Eine Stadt oder Gegend. Alle können es lesen.',
    list: 'Verzeichnen',
    say: 'Neu eintragen',
    stop: 'Zurücknehmen',
    stopTitle: '„{{name}}“ nicht mehr verzeichnen?',
    stopWhy:
      'Wer sucht, findet es von hier aus nicht mehr. Wer beigetreten ist, bleibt, und der Link bleibt auch.',
  },
  pull: {
    upToDate: 'Es hat schon alles aus „{{original}}“.',
    why: 'Das käme aus „{{original}}“. Was du selbst verändert hast, bleibt.',
    parts_one: '{{count}} Zeile der Stückliste',
    parts_other: '{{count}} Zeilen der Stückliste',
    taken: 'wird übernommen',
    removed: 'fällt weg',
    merged: 'beide Änderungen kommen darin zusammen',
    conflict: 'wurde auf beiden Seiten geändert: Beides steht dann darin',
    part: 'Das Teil „{{name}}“ wurde auf beiden Seiten geändert: Deines bleibt.',
    field: 'auf beiden Seiten geändert: Deines bleibt',
    more_one: 'und {{count}} weitere Datei',
    more_other: 'und {{count}} weitere Dateien',
    conflicts_one:
      'An {{count}} Stelle habt ihr beide dasselbe geändert. Sieh sie danach an und teile den bereinigten Text als neue Fassung.',
    conflicts_other:
      'An {{count}} Stellen habt ihr beide dasselbe geändert. Sieh sie danach an und teile den bereinigten Text als neue Fassung.',
    button: 'Übernehmen',
  },
  retract: {
    why: 'Alle werden gebeten, es zu vergessen, und niemand findet es mehr beim Suchen. Kopien, die andere gemacht haben, bleiben ihnen.',
    note: 'Warum?',
    noteHelp: 'Alle im Commons können es lesen.',
    ask: 'Andere bitten, es zu vergessen',
    stop: 'Nicht mehr darum bitten',
    stopWhy: 'Du hast andere gebeten, es zu vergessen. Nimmst du das zurück, wird es wieder gefunden.',
    by: '{{name}} bittet andere, es zu vergessen, {{moment}}.',
    quoted: '„{{note}}“',
    nobody: 'Es war niemand bekannt, der es hatte.',
    did_one: '{{forgotten}} von {{count}} Computer, der es hatte, hat es nach eigener Aussage nicht mehr.',
    did_other:
      '{{forgotten}} von {{count}} Computern, die es hatten, haben es nach eigener Aussage nicht mehr.',
  },
} as const
