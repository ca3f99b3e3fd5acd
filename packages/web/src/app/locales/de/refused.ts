export const refused = {
  refused: {
    LINK_EMPTY: 'Da ist noch kein Link. Ein Link beginnt mit „allmende:“.',
    LINK_SCHEME:
      'Das ist kein Link. Kopiere den ganzen Link noch einmal, von „allmende:“ bis zum letzten Zeichen.',
    LINK_BROKEN:
      'Im Link ist ein Leerzeichen oder ein Zeilenumbruch. Füge seine Teile zu einer Zeile zusammen.',
    LINK_CHARACTER:
      'Ein Zeichen im Link kommt in Links nie vor: 0, 2, l und v gibt es darin nicht. Schau, ob es o, z, 1 oder u ist.',
    LINK_TOO_SHORT: 'Der Link hört zu früh auf. Kopiere ihn noch einmal ganz, bis zum letzten Zeichen.',
    LINK_CHECKSUM: 'Der Link hat einen Tippfehler, oder ein Teil fehlt. Kopiere ihn noch einmal ganz.',
    LINK_VERSION: 'Der Link ist von einem neueren Programm. Bring Allmende auf den neuen Stand.',
    INVITE_CODE_FORM:
      'Ein Code ist eine Zahl und zwei Wörter, wie 7-garden-lantern. Lass ihn dir noch einmal sagen.',
    INVITE_CODE_WORD:
      'Kein Code hat das Wort „{{found}}“. Am nächsten sind: {{expected}}. Es wurde noch nichts versucht.',
    INVITE_NOBODY:
      'Niemand mit einem offenen Code dieser Nummer wurde gefunden. Er kann verbraucht oder zu alt sein, oder wer ihn gemacht hat, ist nicht erreichbar: Versuch es noch einmal oder bitte um einen neuen.',
    INVITE_WRONG:
      'Das sind nicht die Wörter des Codes. Frag noch einmal nach, bevor du es wieder versuchst: Es bleiben wenige Versuche.',
    INVITE_DEAD:
      'Das sind nicht die Wörter des Codes, und er wurde zu oft versucht: Er gilt nicht mehr. Bitte um einen neuen.',
    INVITE_MANY: 'Es gibt schon {{expected}} offene Codes. Widerrufe zuerst einen.',
    INVITE_FOR_DEVICE:
      'Dieser Code ist für einen weiteren Computer dessen, der ihn erzeugt hat: Er öffnet weder Commons noch Gut. Bitte um einen anderen.',
    DEVICE_NOBODY:
      'Hier bist du noch niemand: Es gibt nichts, womit ein anderer Computer weitermachen könnte.',
    RESTORE_CODE:
      'Dieser Code öffnet einen Commons oder ein Gut. Nimm einen, den dein anderer Computer unter Leute, Noch ein Computer, gibt.',
    RESTORE_STRANGER:
      'Der Computer, der diesen Code erzeugt hat, gehört zu anderen Wörtern. Hier wurde nichts begonnen: Prüfe deine Wörter und erzeuge dort einen neuen Code.',
    PEER_ADDRESS: 'Das ist keine Adresse eines Knotens. Sie sieht aus wie 192.168.1.20:4977.',
    PEER_UNREACHABLE:
      'Dort antwortet niemand. Läuft der andere Knoten, ist das seine Adresse, und lässt eine Firewall es durch?',
    PEER_SELF: 'Das ist dieser Knoten selbst. Gib die Adresse des anderen an.',
    IDENTITY_WORDS: 'Das sind keine 24 Wörter, die zusammengehören. Prüfe Schreibweise und Reihenfolge.',
    STORE_FULL:
      'Die Platte ist voll. Mach etwas Platz und versuch es noch einmal; alles Bestätigte ist sicher.',
    SHARE_NOT_FOUND: 'An dieser Stelle ist nichts.',
    SHARE_EMPTY: 'Darin ist keine Datei, die geteilt werden könnte.',
    SHARE_TOO_MANY:
      'Ein Gut hat höchstens {{expected}} Dateien, und dieser Ordner hat mehr. Pack ihn in ein Archiv oder lass Ordner weg.',
    SHARE_DISK_FULL: 'Die Platte ist voll: Nichts wurde geteilt. Mach etwas Platz und teile noch einmal.',
    SHARE_FOREIGN:
      'Nur wer es gemacht hat und wen der- oder diejenige dafür benannt hat, kann dieses Gut ändern. Mach eine eigene Fassung davon, oder biete die Änderung an.',
    SHARE_BEHIND:
      'Der Ordner steht auf einer älteren Fassung: Teilen würde rückgängig machen, was seither kam. Kopiere zuerst die neueste.',
    COPY_EXISTS: 'Unter diesem Namen ist dort schon etwas anderes. Kopiere in einen anderen Ordner.',
    COPY_DISK_FULL:
      'Die Platte ist voll. Mach etwas Platz und kopiere noch einmal: Es geht dort weiter, wo es war.',
    COPY_CORRUPT:
      'Eine Datei ist nicht, was beim Teilen aufgeführt wurde; nichts davon wurde behalten. Bitte darum, noch einmal zu teilen.',
    COPY_NO_HOLDER:
      'Niemand, der den Rest hat, ist online. Versuch es später noch einmal: Es geht dort weiter, wo es war.',
    NO_HOLDER:
      'Niemand, der es hat, ist verbunden. Versuch es noch einmal, wenn jemand online ist, der es hat.',
    COMMONS_NONE: 'Hier gibt es noch kein Commons. Gründe eines oder tritt einem bei.',
    COMMONS_WHICH: 'Es gibt mehrere Commons, und keines ist gewählt. Wähle eines, in das du schreibst.',
    COMMONS_NAME_TAKEN:
      'Du hast schon ein Commons namens „{{found}}“. Wähle einen anderen Namen: Du könntest sie nicht unterscheiden.',
    KEEPER_UNKNOWN: 'Niemand, der in deinen Commons gesehen wurde, heißt so.',
    KEEPER_SELF:
      'Das ist dieser Computer selbst. Aufbewahren soll ein anderer, damit nichts verloren ist, wenn dieser es ist.',
    FORGET_LAST:
      'Davon ist kein anderer Ort bekannt: Hier vergessen, wäre es verloren. Lass es zuerst jemanden kopieren oder aufbewahren.',
    FORGET_KEPT: 'Du hast zugesagt, es aufzubewahren. Beende das zuerst.',
    THING_UNKNOWN: 'Nichts hier hat diese Kennung, diesen Link oder diesen Titel. Such danach.',
    LICENCE_MISSING:
      'Ein Gut braucht eine Lizenz, die andere es nutzen, ändern und teilen lässt. Wähle eine.',
    LICENCE_REFUSED: 'Die Lizenz „{{found}}“ kann hier nicht verwendet werden. Wähle eine freie.',
    LICENCE_INCOMPATIBLE:
      'Die Lizenzen passen nicht zusammen. Bitte die, die die Rechte haben, um eine andere, oder behalte die Änderung in einem eigenen Gut.',
    MERGE_CONFLICTS:
      'Es wurde auf beiden Seiten verschieden geändert. Wer es anbietet, kann die neueste Version hereinholen und das klären.',
    SUGGEST_NOTHING: 'In deiner Fassung ist nichts Neues: Teile zuerst den geänderten Ordner.',
    SUGGEST_SAME: 'Noch ist nichts anders: Es gibt nichts vorzuschlagen.',
    SUGGEST_WAITING: 'Hier warten schon genug Vorschläge von dir auf Antwort. Nimm einige zurück oder warte.',
    DRAFT_MAY_NOT_EDIT:
      'Diesen Entwurf darfst du nicht bearbeiten. Schlag vor, was du schreiben würdest: Es wird übernommen oder nicht.',
    DRAFT_SHUT:
      'Der Entwurf ist geschlossen: Niemand bearbeitet ihn. Wer ihn begonnen hat, kann ihn wieder öffnen.',
    DRAFT_FULL:
      'Der Entwurf ist voll: höchstens {{expected}} {{found}}. Nimm etwas heraus oder beginne einen zweiten.',
    PASSAGE_MOVING:
      'Hier wird gerade so viel geschrieben, dass die Stelle nicht festzuhalten war. Versuch es gleich noch einmal.',
    BACKUP_NOBODY: 'Es gibt noch nichts von dir zu sichern: Erst was du schreibst, macht dich zu jemandem.',
    BACKUP_WRITE: 'Die Sicherung ließ sich nicht schreiben. Ist die Platte voll?',
    ACCOUNT_NONE: 'Gib einmal deine 24 Wörter ein, unter „Leute“: Sie sind älter als die Sicherungen.',
    IDENTITY_OTHER: 'Das sind die Wörter von jemand anderem als dem, dem dieser Computer gehört.',
    IMPORT_NOTHING: 'Nichts darin beschreibt ein Gut, das hereinkommen könnte.',
    IMPORT_REFUSED: 'Nichts davon ist frei, also kam nichts herein.',
    IMPORT_TABLE: 'Daraus ließ sich keine Stückliste lesen. Sag, welche Spalte was ist.',
    ARCHIVE_DAMAGED: 'Das Archiv ist beschädigt. Hol es noch einmal, oder pack es aus und wähl den Ordner.',
    ARCHIVE_ENCRYPTED: 'Das Archiv ist verschlüsselt. Pack es aus und wähl den Ordner.',
    ARCHIVE_BOMB: 'Das Archiv ist dazu gemacht, Platten zu füllen. Es wurde nicht ausgepackt.',
    ARCHIVE_TOO_LARGE: 'Ausgepackt ist das Archiv größer als {{expected}}. Pack es aus und wähl den Ordner.',
    ARCHIVE_DISK_FULL: 'Die Platte ist zu voll, um das Archiv auszupacken.',
    UPLOAD_ONE: 'Hier ist eine einzelne Datei gefragt. Wähl die Datei selbst, nicht ihren Ordner.',
    UPLOAD_MANY: 'Darin sind zu viele Dateien. Mach aus vielen kleinen ein Archiv.',
    UPLOAD_WAITING: 'Hier wartet schon zu vieles. Teile etwas oder brich es ab, oder warte zehn Minuten.',
    BACKUP_EXISTS:
      'Eine Datei dieses Namens gibt es schon, und eine Sicherung überschreibt nie etwas. Nimm einen anderen Namen.',
    BACKUP_FOREIGN: 'Diese Datei ist keine Sicherung von Allmende.',
    BACKUP_DAMAGED:
      'Die Sicherung ist beschädigt und wurde ganz abgelehnt. Eine andere Kopie kann heil sein; was andere haben, kommt allein durch die Wörter zurück.',
    RECOVERY_FEW: 'Es braucht {{expected}} verschiedene Teile, {{found}} sind da.',
    RECOVERY_WRONG:
      'Die Teile ergeben keine Wörter: Eines ist nicht das, was ausgegeben wurde. Versuch es der Reihe nach mit dem einer anderen Person.',
    RESTORE_USED: 'Auf diesem Computer ist schon jemand zu Hause: Stell auf einem leeren wieder her.',
    PHOTO_TELLS:
      'Das Bild {{found}} sagt vielleicht, wo es aufgenommen wurde, und das lässt sich hier nicht herausnehmen. Speichere es als JPEG oder PNG und wähle es noch einmal.',
    PICTURE_TELLS:
      '{{found}} sagt vielleicht, wo es aufgenommen wurde, und das lässt sich hier nicht herausnehmen. Speichere es als JPEG oder PNG, lass es weg oder teile es, wie es ist.',
    UPLOAD_EMPTY: 'In dem, was gewählt wurde, ist keine Datei.',
    UPLOAD_ROOM: 'Auf der Platte ist kein Platz dafür: {{expected}} braucht es, {{found}} sind frei.',
    UPLOAD_UNKNOWN:
      'Das wird nicht mehr hereingeholt. Wähle den Ordner noch einmal; vielleicht wurde er in einem anderen Fenster geteilt oder abgebrochen.',
    REQUESTS_MANY: 'Es wird zu viel auf einmal gefragt. Warte eine Sekunde.',
    GUEST_PORT:
      'Unter dieser Adresse können keine Gäste hereinkommen. Vielleicht nutzt etwas anderes den Port.',
    NODE_STOPPING: 'Der Knoten wird gerade beendet. Alles Bestätigte ist auf der Platte.',
    CANCELLED: 'Abgebrochen.',
    INTERNAL:
      'Etwas ging schief, was nicht sollte. Bestätigtes ist sicher; das Protokoll des Knotens sagt mehr.',
  },
}
