/** What stands around every screen, and what several of them say: in German. */
export const frame = {
  more: {
    button: 'Mehr zeigen',
  },
  common: {
    loading: 'Wird geladen …',
    working: 'Einen Moment …',
    close: 'Schließen',
    cancel: 'Abbrechen',
    copyText: 'Kopieren',
    copied: 'Kopiert',
  },
  problem: {
    gone: 'Der Knoten antwortet nicht',
    goneHow:
      'Läuft er noch? Starte ihn mit „allmende start“. Alles Gespeicherte liegt auf seiner Platte; diese Seite macht von selbst weiter, sobald er wieder da ist.',
    refused: 'Das hat nicht geklappt',
    again: 'Noch einmal versuchen',
  },
  token: {
    none: 'Diese Seite braucht einen Schlüssel',
    noneWhy:
      'Nur du darfst deinen Knoten steuern. Darum öffnet sich die Seite über die Adresse, die der Knoten beim Start ausgibt: Darin steckt der Schlüssel.',
    used: 'Diese Adresse wurde schon benutzt',
    usedWhy:
      'Die Adresse, die der Knoten zeigt, öffnet die Seite einmal, damit später niemand durch sie hereinkommt. Hol dir eine neue. Hat weder du noch jemand, dem du vertraust, sie geöffnet, dann halte den Knoten an und starte ihn neu.',
    late: 'Diese Adresse gilt nicht mehr',
    lateWhy: 'Sie ist älter als eine Stunde oder von einem früheren Lauf des Knotens. Verloren ist nichts.',
    old: 'Der Knoten wurde neu gestartet',
    oldWhy:
      'Der Schlüssel dieser Seite ist von einem früheren Lauf und gilt nicht mehr. Verloren ist nichts.',
    how: 'Gib das in einem Terminal ein und öffne die Adresse, die es zeigt:',
  },
  frame: {
    skip: 'Zum Inhalt',
    menu: 'Menü öffnen',
    navigation: 'Wohin',
    search: 'Güter suchen',
    settings: 'Sprache und Farben',
  },
  settings: {
    language: 'Sprache',
    theme: 'Farben',
    system: 'Wie der Computer',
    light: 'Hell',
    dark: 'Dunkel',
  },
  nav: {
    commons: 'Commons',
    goods: 'Güter',
    share: 'Teilen',
    drafts: 'Entwürfe',
    people: 'Leute',
    node: 'Dieser Knoten',
  },
  nowhere: {
    title: 'Hier ist nichts',
    why: 'Vielleicht ist es umgezogen, oder die Adresse ist nicht vollständig.',
    home: 'Zum Anfang',
  },
  words: {
    title: 'Schreib diese 24 Wörter auf',
    why: 'Sie sind du: Mit ihnen kannst du auf einem anderen Computer weitermachen, wenn dieser verloren geht. Sie werden nur jetzt gezeigt und nirgends aufbewahrt. Am besten auf Papier.',
    written: 'Ich habe sie aufgeschrieben',
    ask: 'Wort {{place}}',
    wrong: 'Das ist nicht das Wort. Schau auf deinen Zettel.',
    check: 'Fertig',
    again: 'Noch einmal zeigen',
  },
  node: {
    lead: 'Was auf diesem Computer läuft.',
    away: 'Der Knoten antwortet nicht',
    opening: 'Der Knoten wird gefragt …',
    peers_one: '{{count}} verbunden',
    peers_other: '{{count}} verbunden',
    sync: {
      none: 'noch kein Commons',
      behind: 'Neues wird geholt',
      unknown: 'ob es Neues gibt, ist unbekannt',
      even: 'auf deren Stand',
    },
    connected: 'Verbunden',
    nobody: 'Gerade ist niemand verbunden',
    nobodyWhy:
      'Andere finden diesen Knoten, wenn sie denselben Commons haben, im selben Netz oder über das Internet.',
    way: {
      lan: 'gleiches Netz',
      internet: 'Internet',
      relayed: 'über einen Treffpunkt',
      stick: 'Stick',
      direct: 'über die Adresse',
    },
    noAnswer: 'noch keine Antwort',
    silent: 'schweigt seit {{time}}',
    since: 'verbunden {{time}}',
    moved: '{{in}} herein, {{out}} hinaus',
    about: 'Version {{version}}, Knoten {{node}}, Ordner:',
  },
  sync: {
    unknown: 'Niemand aus diesem Commons ist verbunden: Ob andere Neues haben, ist nicht bekannt.',
    even: 'Auf dem Stand derer, die verbunden sind.',
    behind_one: '{{count}} Block fehlt noch.',
    behind_other: '{{count}} Blöcke fehlen noch.',
  },
}
