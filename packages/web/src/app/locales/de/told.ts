/** Was der Knoten über Dateien, Manifeste und Listen sagt, nach seinem Code: auf Deutsch. */
export const told = {
  warned: {
    atLine: '{{file}}, Zeile {{line}}: {{said}}',
    inFile: '{{file}}: {{said}}',
  },
  warning: {
    PATH_EMPTY: 'Im Namen „{{path}}“ ist ein Teil leer.',
    PATH_ABSOLUTE: '„{{path}}“ führt aus dem Ordner hinaus.',
    PATH_OUTSIDE: '„{{path}}“ führt aus dem Ordner hinaus, weil „..“ darin steht. Benenne es um.',
    PATH_NOT_UNICODE: 'Der Name „{{path}}“ ist nicht überall lesbar. Benenne es um.',
    PATH_CONTROL:
      'Der Name „{{path}}“ hat Zeichen, die man nicht sieht oder die die Schreibrichtung umkehren. Benenne es um.',
    PATH_CHARACTER: 'Der Name „{{path}}“ hat ein Zeichen, das Windows ablehnt (< > : " | ? * \\).',
    PATH_ENDING:
      'Ein Teil des Namens „{{path}}“ endet mit einem Punkt oder Leerzeichen; Windows lässt beides weg.',
    PATH_DEVICE: 'Unter Windows ist „{{path}}“ der Name eines Geräts.',
    PATH_RESERVED: 'Auf den Namen „{{path}}“ reagieren Programme. Benenne es um oder lass es draußen.',
    PATH_TOO_LONG: 'Der Name „{{path}}“ ist zu lang. Kürze ihn.',
    PATH_COLLISION:
      'Auf vielen Systemen sind „{{path}}“ und „{{other}}“ dieselbe Datei. Benenne eine davon um.',
    PATH_FILE_AS_FOLDER: '„{{path}}“ ist zugleich Datei und Ordner.',
    SHARE_LINK_OUTSIDE:
      '„{{path}}“ ist eine Verknüpfung, die aus dem Ordner hinaus zu „{{to}}“ führt. Leg eine Kopie an ihre Stelle oder lass sie draußen.',
    SHARE_UNREADABLE: '„{{path}}“ lässt sich nicht lesen. Mach es lesbar oder lass es draußen.',
    SHARE_TOO_MANY:
      'Ein Gut hat höchstens {{expected}} Dateien, dieser Ordner hat mehr. Pack ihn in ein Archiv oder lass Ordner draußen.',
    SHARE_TOO_DEEP: '„{{path}}“ liegt tiefer als {{expected}} Ordner.',
    SHARE_RENAMED: '„{{path}}“ wird als „{{as}}“ geteilt: Dieser Name geht auf jedem System.',
    TABLE_TOO_LARGE: 'Das ist zu groß für eine Stückliste.',
    TABLE_FORMAT: 'Das ist keine lesbare Tabelle. Speichere sie als CSV oder XLSX.',
    TABLE_BROKEN: 'Die Arbeitsmappe ist beschädigt.',
    TABLE_QUOTES: 'Ein Anführungszeichen ist nicht geschlossen; alle wurden als Text gelesen.',
    TABLE_HEADER: 'Keine Zeile benennt die Spalten; was in ihnen steht, wurde erraten.',
    TABLE_NOTHING: 'Darin wurden keine Teile gefunden.',
    TABLE_SHEET: 'Auch das Blatt „{{found}}“ hat eine Tabelle; sie blieb draußen.',
    TABLE_COLUMNS: 'Nicht gelesene Spalten: {{found}}',
    TABLE_SHIFTED: 'Der Name des Teils stand nicht in seiner Spalte; „{{found}}“ wurde genommen.',
    TABLE_CELLS: 'Es sind mehr Zellen als Spalten; was zusammengehört, wurde verbunden.',
    TABLE_QUANTITY: '„{{found}}“ ist keine Menge; es steht jetzt in der Anmerkung.',
    TABLE_ZERO: 'Von „{{found}}“ wird nichts gebraucht: Es blieb draußen.',
    TABLE_PLACES: 'Die Menge ist {{found}}, es kommt aber an {{expected}} Stellen.',
    TABLE_CURRENCY: 'Bei den Preisen steht keine Währung; sie blieben draußen.',
    TABLE_DOLLAR: '„$“ wurde als US-Dollar gelesen.',
    TABLE_SUBSTITUTE:
      '„{{found}}“ täte es statt eines Teils, das nicht in der Liste steht: Es blieb draußen.',
    TABLE_MANY: 'Es sind mehr als {{expected}} Zeilen; der Rest blieb draußen.',
    OKH_TOO_LARGE: 'Das ist zu lang für ein Manifest.',
    OKH_TOO_DEEP: 'Es ist tiefer als {{expected}} Ebenen geschachtelt; was tiefer liegt, blieb draußen.',
    OKH_ALIASES: 'Seine Aliase stehen für zu viele Werte. Schreib aus, wofür sie stehen.',
    OKH_SYNTAX: 'Hier ist es nicht wohlgeformt; das wurde teilweise oder gar nicht gelesen.',
    OKH_EMPTY: 'Es sagt nichts.',
    OKH_FOREIGN_FILE: 'Das ist kein Manifest von Open Know-How.',
    OKH_KEY_TWICE: '„{{key}}“ steht mehrmals darin; das erste zählt.',
    OKH_KEY_REFUSED: '„{{key}}“ kann kein Schlüssel heißen.',
    OKH_MISSING: 'Es nennt „{{key}}“ nicht, muss es aber.',
    OKH_WITHOUT: 'Es nennt „{{key}}“ nicht.',
    OKH_FORM: '„{{key}}“ ist nicht, wie es sein soll; es bleibt stehen und wird nicht benutzt.',
    OKH_CUT: '„{{key}}“ ist zu lang; nur der Anfang wurde genommen.',
    OKH_ADDRESS: '„{{key}}“ ist weder Pfad noch Adresse: {{found}}',
    OKH_LICENCE: '„{{found}}“ ist keine Lizenz mit ihrem SPDX-Namen. Nichts wurde berichtigt.',
    OKH_WORDS_AS_LIST: '„{{key}}“ nennt keine Datei; die Wörter wurden als Liste genommen.',
    REFERENCES_TOO_LARGE: 'Das ist zu lang für eine Literaturliste. Teile sie auf.',
    REFERENCES_MANY: 'Es sind mehr als {{expected}} Einträge; der Rest blieb draußen.',
    REFERENCES_SYNTAX: 'Hier ist es nicht wohlgeformt; das blieb draußen.',
    PUBLICATION_ITEM: '{{found}} ist kein Eintrag mit einem Titel: Es blieb draußen.',
    PUBLICATION_DOI: '„{{found}}“ ist kein DOI; es bleibt stehen und wird nicht benutzt.',
    PUBLICATION_TWICE: 'Der DOI {{found}} kommt mehrmals vor; aus den Einträgen wurde einer.',
    INTEROP_FIELD: 'Das Feld „{{field}}“ ist nicht, wie es sein soll: Es blieb draußen.',
    INTEROP_ROOM: 'Für „{{key}}“ ist kein Platz: Es blieb draußen. In der Datei selbst steht es noch.',
    INTEROP_MORE: 'Es wurde mehr gefunden; nur die ersten {{expected}} werden gesagt.',
    IMPORT_LICENCE_OF_WHOLE:
      'Es nennt keine Lizenz; genommen wurde die des Ganzen, von dem es ein Teil ist: {{found}}.',
    IMPORT_MANY: 'Es sind mehr als {{expected}} Manifeste: Ab hier wurden sie nicht gelesen.',
  },
  licence: {
    both: '{{purpose}}; {{means}}',
    terms: {
      may: 'Du darfst es nutzen, verändern und verkaufen; {{asks}}.',
      mayBuild: 'Du darfst es nutzen, bauen, verändern und verkaufen; {{asks}}.',
      or: 'Du kannst eine dieser Lizenzen wählen. {{terms}}',
      and: 'Diese Lizenzen gelten zugleich. {{terms}}',
    },
    copies: {
      nothing: 'verlangt wird nichts, nicht einmal, dass jemand genannt wird',
      notice:
        'die Namen und Hinweise müssen bleiben; veränderte Kopien dürfen unter einer anderen Lizenz stehen, auch einer geschlossenen',
      weak: 'veränderte Kopien müssen unter derselben Lizenz bleiben; was darum herum gebaut wird, muss es nicht',
      same: 'veränderte Kopien müssen unter derselben Lizenz bleiben',
      network:
        'veränderte Kopien müssen unter derselben Lizenz bleiben, auch wenn sie nur über ein Netz angeboten werden',
    },
    databases: {
      nothing: 'verlangt wird nichts, nicht einmal, dass jemand genannt wird',
      notice:
        'die Namen und Hinweise müssen bleiben; Datenbanken daraus dürfen unter einer anderen Lizenz stehen, auch einer geschlossenen',
      weak: 'Datenbanken daraus müssen unter derselben Lizenz bleiben; was darum herum gebaut wird, muss es nicht',
      same: 'Datenbanken daraus müssen unter derselben Lizenz bleiben',
      network:
        'Datenbanken daraus müssen unter derselben Lizenz bleiben, auch wenn sie nur über ein Netz angeboten werden',
    },
    purpose: {
      hardware: 'für Hardware',
      drawings: 'für Zeichnungen und Anleitungen',
      software: 'für Software',
      texts: 'für Texte',
      media: 'für Bilder, Töne und Filme',
      publications: 'für Veröffentlichungen',
      art: 'für Kunstwerke und Texte',
      databases: 'für Datenbanken',
      'data-and-texts': 'für Daten und Texte',
      data: 'für Daten',
    },
    means: {
      'share-alike': 'veränderte Kopien bleiben frei',
      'share-alike-over-network': 'bleibt frei, auch wenn es nur über ein Netz angeboten wird',
      'design-stays-free': 'der Entwurf bleibt frei, auch in einem geschlossenen Produkt',
      'files-stay-free': 'die Dateien bleiben frei, auch in einem geschlossenen Programm',
      permissive: 'veränderte Kopien dürfen geschlossen werden',
      'permissive-with-patents': 'veränderte Kopien dürfen geschlossen werden; Patente sind mit freigegeben',
      'nothing-reserved': 'nichts ist vorbehalten',
    },
  },
  happened: {
    'unclean-stop': 'Der Knoten wurde das letzte Mal nicht ordentlich beendet.',
    'unclean-stop-rebooted':
      'Der Knoten wurde das letzte Mal nicht ordentlich beendet, und der Computer ist seitdem neu gestartet.',
    'journal-replayed':
      'Bestätigte Einträge, die auf der Platte fehlten, wurden noch einmal geschrieben: {{blocks}}.',
    'journal-damaged': 'Ein Teil des Journals ist beschädigt.',
    'rolled-back': 'Der Ordner wurde kopiert oder auf einen früheren Stand zurückgesetzt.',
    copied:
      'Dieser Ordner ist eine Kopie. Seine eigenen Logs sind für immer geschlossen; mit dem nächsten Eintrag beginnen neue.',
    'own-log-sealed':
      'Ein eigenes Log ist für immer geschlossen, damit es sich nie gabelt. Mit dem nächsten Eintrag beginnt ein neues.',
    'own-log-ahead':
      'Jemand hat von einem eigenen Log mehr als dieser Computer: Sein Ordner wurde kopiert oder zurückgesetzt, oder die Platte hat etwas verloren.',
    'forked-log':
      'Wer ein Log schreibt, hat zwei Fassungen davon unterschrieben. Der Beweis ist aufgehoben, und das Log ist gekennzeichnet.',
    'binding-refused': 'Ein Log wird niemandem zugerechnet: Es beweist nicht, von wem es ist.',
    'unreadable-block':
      'Ein Eintrag lässt sich nicht lesen: Er wurde falsch geschrieben, oder der Schlüssel des Commons ist ein anderer.',
    'store-full':
      'Die Platte ist voll. Nichts Bestätigtes ist verloren; Neues kann nicht geschrieben werden.',
    'store-reopened': 'Die Daten wurden neu geöffnet, nachdem etwas nicht geschrieben werden konnte.',
    'notes-damaged':
      'Notizen dieses Knotens waren beschädigt und beginnen neu; die alten liegen in {{file}}.',
    'key-outdated':
      'Der Schlüssel von „{{name}}“ wurde gewechselt: Dieser Computer liest, was bis dahin geschrieben wurde, und nichts Neues. Wenn du dazugehörst, bitte ein Mitglied um einen neuen Link und tritt damit bei.',
    'device-retired':
      'Du hast diesen Computer stillgelegt: Er schreibt nicht mehr, und was er über seine letzten bestätigten Einträge hinaus schrieb, lehnen alle ab.',
    'device-gone':
      'Dein Computer {{device}} wurde stillgelegt: Was er von jetzt an schreibt, lehnen alle ab.',
    'device-other': 'Noch ein Computer von dir: {{device}}, seit {{since}}. Er macht weiter.',
    'device-new':
      'Ein neuer Computer von dir: {{device}}, seit {{since}}. Wenn du das nicht warst, hat jemand deine Wörter: Lege ihn unter „Leute“ still.',
    'restore-words':
      'Die Liste deiner Commons wurde gefunden, und manche öffnen sich nur mit deinen Wörtern: Gib sie noch einmal ein.',
    restored: 'Die Liste deiner Commons wurde gefunden: {{names}}.',
  },
  kept: {
    draft: 'einem Entwurf',
    title: '„{{title}}“',
    right: 'Aus {{draft}} herausgehalten: {{changes}} von {{who}}, ohne das Recht, ihn zu bearbeiten.',
    full: 'Aus {{draft}} herausgehalten: {{changes}} von {{who}}, mehr, als ein Entwurf fasst.',
    broken: 'Aus {{draft}} herausgehalten: {{changes}} von {{who}}, nicht so gemacht, wie es sein muss.',
    changes_one: '{{count}} Änderung',
    changes_other: '{{count}} Änderungen',
  },
  wrong: {
    LOG_UNLISTED: 'Ein Log fehlte in der Liste und wurde wieder eingetragen.',
    HEAD_UNSIGNED: 'Das Ende eines Logs trägt nicht die Unterschrift dessen, der es schreibt.',
    BLOCK_UNREADABLE: 'Der Eintrag {{block}} eines Logs lässt sich nicht lesen.',
    BLOCK_MISSING: 'Der Eintrag {{block}} von {{of}} eines Logs fehlt auf der Platte.',
    BLOCKS_ALTERED: 'Die Einträge eines Logs sind nicht die, die unterschrieben wurden.',
    VIEWS_DAMAGED: 'Die Listen sind beschädigt ({{found}}). „{{rebuild}}“ macht sie neu aus den Logs.',
  },
  hint: {
    'udp-blocked':
      'Dieses Netz scheint UDP zu sperren: Der Treffpunkt {{host}} antwortet auf anderem Weg, auf diesem aber nicht. Vielleicht sind andere im Internet nicht erreichbar.',
    'meeting-place-silent':
      'Der Computer {{host}} ist da, aber kein Treffpunkt antwortet darauf: Er läuft nicht, oder das Netz sperrt UDP unterwegs.',
    hardRouter:
      'Der Router hier wechselt seine Ports zufällig: Andere hinter solchen Routern sind nicht direkt erreichbar, und niemand ist bekannt, der etwas weiterreicht.',
    hardRouterRelayed:
      'Der Router hier wechselt seine Ports zufällig: Andere hinter solchen Routern sind nicht direkt erreichbar, also reicht es jemand weiter.',
    neighbours_one:
      '{{hosts}} ist in diesem Netz zu hören, aber es kommt keine Verbindung zustande: Vielleicht trennt das Netz seine Geräte, wie Gastnetze es tun, oder eine Firewall steht dazwischen.',
    neighbours_other:
      '{{hosts}} sind in diesem Netz zu hören, aber es kommt keine Verbindung zustande: Vielleicht trennt das Netz seine Geräte, wie Gastnetze es tun, oder eine Firewall steht dazwischen.',
    'no-answer': 'Kein Treffpunkt antwortet: Ob dieser Computer Internet hat, ist nicht bekannt.',
    'network-quiet':
      'Im lokalen Netz war von keinem anderen Gerät etwas zu hören: Vielleicht ist es leer, oder es trennt seine Geräte.',
    'no-network': 'Dieser Computer ist in keinem lokalen Netz.',
  },
  answers: { yes: 'erreichbar', no: 'keine Antwort vom Netz', unknown: 'noch nicht bekannt', off: 'aus' },
  said: {
    title: 'Titel',
    licence: 'Lizenz',
    type: 'Art',
    description: 'Beschreibung',
    tags: 'Wörter zum Finden',
    language: 'Sprache',
    version: 'Fassung',
    filename: 'Name des Textes als Datei',
    licences: 'Dateien unter anderen Lizenzen',
    roles: 'Wofür die Dateien sind',
    credits: 'Wer es gemacht hat',
    funding: 'Wer es bezahlt hat',
    design: {
      function: 'Was es tut und für wen',
      technologyReadiness: 'Reife der Technik',
      documentationReadiness: 'Reife der Dokumentation',
      stage: 'Wie weit es ist',
      technologies: 'Wie es gemacht wird',
      standards: 'Normen, die es einhält',
      patentClass: 'Patentklasse',
      attestation: 'Bescheinigung',
      mass: 'Masse in Gramm',
      size: {
        width: 'Breite in Millimetern',
        height: 'Höhe in Millimetern',
        depth: 'Tiefe in Millimetern',
      },
      material: 'Material',
      tools: 'Nötige Werkzeuge',
      made: 'Wurde schon gemacht',
      madeByOthers: 'Wurde auch von anderen gemacht',
      safety: 'Sicherheit und Gesundheit',
    },
    publication: {
      type: 'Art der Veröffentlichung',
      DOI: 'DOI',
      author: 'Wer es geschrieben hat',
      editor: 'Wer es herausgegeben hat',
      issued: {
        'date-parts': 'Wann es erschienen ist',
      },
      'container-title': 'Zeitschrift oder Buch',
      publisher: 'Verlag',
      volume: 'Band',
      issue: 'Heft',
      page: 'Seiten',
      ISSN: 'ISSN',
      ISBN: 'ISBN',
      URL: 'Adresse im Web',
    },
  },
  line: {
    name: 'Teil',
    action: 'Was damit geschieht',
    quantity: 'Menge',
    unit: 'Einheit',
    good: 'Gemacht nach',
    equipment: 'Gerät',
    missing: 'Fehlt noch',
    id: 'Nummer in der Liste',
    section: 'Abschnitt',
    places: 'Wohin es kommt',
    maker: 'Hersteller',
    number: 'Nummer beim Hersteller',
    material: 'Material',
    source: 'Woher man es bekommt',
    cost: {
      amount: 'Kosten',
      currency: 'Währung',
    },
    substitutes: 'Was es auch tut',
    note: 'Hinweis',
  },
  action: {
    consume: 'wird verbraucht',
    use: 'wird benutzt',
    cite: 'wird nachgeschlagen',
    work: 'wird getan',
  },
  truth: {
    true: 'ja',
    false: 'nein',
  },
  role: {
    author: 'Autorschaft',
    licensor: 'Lizenzgeber',
    maintainer: 'Pflege',
    contributor: 'Mitarbeit',
    contact: 'Kontakt',
    manifest: 'Manifest',
  },
} as const
