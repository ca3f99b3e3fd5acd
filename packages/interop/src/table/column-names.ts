import { TABLE_FIELDS, type TableField } from './contract.ts'

/**
 * What people call their columns, in the languages of the tables that are about; after `plainName`. The first row that fits wins,
 * so what is more exact stands higher.
 */
const NAMES: readonly [TableField, RegExp][] = [
  [
    'lineCost',
    /^(?:total|sum|gesamt|ext(?:ended)?|line|subtotal).*(?:cost|price|preis|kosten|prix|precio|amount)|^gesamtpreis|^\S? ?(?:\/|per|pro) (?:device|unit of device|gerat)|^(?:importe|prix total|precio total)$|^total$|^[$€£] ?\/ ?device/,
  ],
  ['packCost', /(?:cost|price|preis|[$€£]).*(?:\/|per|pro) ?(?:pkg|pack|packung|vpe|box|bag|reel)/],
  [
    'packSize',
    /(?:qty|quantity|menge|units?|stuck|pieces|pcs).*(?:\/|per|pro|je) ?(?:pkg|pack|packung|vpe|box|bag|reel)|^(?:pack(?:age)? size|vpe|moq)$/,
  ],
  ['currency', /^(?:currency|wahrung|devise|moneda|curr)$/],
  [
    'cost',
    /^(?:(?:unit|single|each|piece|einzel|stuck|approx\.?|est(?:imated)?\.?|net|netto) ?)*(?:cost|costs|price|preis|kosten|prix|precio|prezzo|preco)(?: ?(?:\/|per|pro|je|each|unitaire|unitario|unit|piece|stuck|pc).*)?(?: in)? ?(?:eur|usd|gbp|cad|chf|euro|[€$£])?$|^(?:einzelpreis|stuckpreis|unit cost)\b/,
  ],
  [
    'quantity',
    /^(?:qty|qnty|quantity|quantities|menge|anzahl|stuckzahl|stuck|cantidad|cant|quantite|qte|quantita|quantidade|count|pcs|pieces|amount|number of (?:parts|pieces|units)|no\.? of.*|how many|need(?:ed)?|req(?:uire)?d?)\b\.?(?: ?(?:needed|required|req|\/|per|pro|je).*)?$/,
  ],
  ['unit', /^(?:unit|units|einheit|unite|unidad|unita|unidade|uom|unit of measure|mengeneinheit|me)$/],
  [
    'places',
    /^(?:ref|refs|references?|designators?|ref\.? ?des|reference designators?|ref designators?|refdes|parts|placement|location|references? designators?|referenz|bauteil ?nr)$/,
  ],
  [
    'number',
    /(?:part|product|item|order|catalog(?:ue)?|model|article|stock|artikel|bestell|teile|material)[ -]?(?:no|nr|num|number|nummer|code|#|pn)\b|^(?:mpn|pn|p\/n|sku|mfr? ?pn|mfr\.? part|manufacturer part|sach ?nummer|order code|part#|numero de pieza)|supplier \d? ?pn$|^number$/,
  ],
  [
    'maker',
    /^(?:manufacturers?|mfr|mfg|manuf|maker|hersteller|fabricante?s?|fabricant|brand|marke|produttore|vendor name|manufacturer name)\.?(?: ?\d| name)?$/,
  ],
  [
    'id',
    /^(?:id|#|no|nr|num|pos|position|item ?#|line|line ?(?:no|number|#)|item ?(?:no|nr|number|id)|part ?id|lfd ?nr|index|ref ?no|numero|n°|nº|key)\.?$/,
  ],
  [
    'name',
    /^(?:names?|part ?names?|parts?|item ?names?|items?|components?|tools?|equipment|title|bezeichnung|benennung|teil|bauteil|artikel|komponente|werkzeug|gegenstand|nombre|nom|nome|pieza|piece|articulo|article|denominacion|designation|descricao|denominazione|material ?name|hardware|ingredients?|zutat|product|value|wert|valeur|comment|descriptions? of part)$/,
  ],
  [
    'material',
    /^(?:materials?|werkstoff|matiere|materiau|filament(?: type)?|stock|rohmaterial|materiale|material type)$/,
  ],
  [
    'source',
    /^(?:links?|urls?|web|website|hyperlink|purchase.*|where.*|buy.*|source|sources|supplier|suppliers?(?: \d)?|vendor|vendors?(?: \d)?|distributor|shop|store|bezug.*|bezugsquelle|lieferant|handler|fournisseur|proveedor|fornitore|order.*|example ?link)$/,
  ],
  [
    'section',
    /^(?:sections?|groups?|categor(?:y|ies)|assembly|assemblies|sub-?assembly|sub-?system|module|baugruppe|gruppe|kategorie|categoria|categorie|ensemble|type|typ|tipo)$/,
  ],
  [
    'substitutes',
    /^(?:substitutes?|alternatives?|alternatives? parts?|equivalents?|ersatz|alternative(?:n|s)?)$/,
  ],
  [
    'note',
    /^(?:notes?|comments?|remarks?|description|beschreibung|descripcion|descrizione|bemerkung(?:en)?|anmerkung(?:en)?|hinweise?|kommentar|remarque|nota|notas|observaciones|details?|spec|specs|specifications?|spezifikation|footprint|package|info|purpose|use|verwendung|dimensions?|size|abmessungen|masse)$/,
  ],
]

/** Characters of the name of a column: what is longer is a sentence. */
const MAX_HEADER = 60

/** The field that a column of this name holds. Our own names are taken before those of others. */
export function fieldNamed(header: string): TableField | null {
  const text = header.trim()
  if (text === '' || text.length > MAX_HEADER) return null
  const own = TABLE_FIELDS.find((field) => field.toLowerCase() === text.toLowerCase())
  if (own) return own
  const plain = plainName(text)
  return plain === '' ? null : (NAMES.find(([, form]) => form.test(plain))?.[0] ?? null)
}

/** Without case, accents, brackets and double blanks: `Menge (Stück)` is "menge". */
function plainName(header: string): string {
  return header
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[([][^)\]]*[)\]]?/g, ' ')
    .replaceAll(/[_*:]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Titles that say what happens to what stands under them. */
export const isToolTitle = (title: string) =>
  /\b(?:tools?|equipment|machines?|werkzeuge?|maschinen?|outils?|outillage|herramientas?|attrezzi|ferramentas?)\b/i.test(
    title,
  )

export const isSubstituteTitle = (title: string) =>
  /^(?:alternatives?|substitutes?|alternative parts?|alternativen|ersatz(?:teile)?|equivalents?)$/i.test(
    title.trim(),
  )

/** The currency that a header or price names. A bare "$" is many currencies. */
export function currencyIn(text: string): string | null {
  const code =
    /(?:^|[^A-Za-z])(EUR|USD|GBP|CAD|AUD|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|BRL|MXN|NZD|ZAR)(?![A-Za-z])/i.exec(
      text,
    )?.[1]
  if (code !== undefined) return code.toUpperCase()
  if (/\b(?:CA|C)\$/.test(text)) return 'CAD'
  if (/\bA\$/.test(text)) return 'AUD'
  if (/\bUS\$/.test(text)) return 'USD'
  if (/€|\beuros?\b/i.test(text)) return 'EUR'
  return text.includes('£') ? 'GBP' : null
}

export const hasDollar = (text: string) => text.includes('$')
