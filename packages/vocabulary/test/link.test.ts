import test from 'tape'
import { seeded } from '@allmende/testkit'
import {
  type Link,
  MAX_NAME,
  decodeLink,
  decodeZ32,
  describeLink,
  encodeLink,
  encodeZ32,
  nodeIdOf,
  personIdOf,
  recordId,
} from '../src/index.ts'
import { crc32 } from '../src/crc32.ts'
import { FINE, codeOf } from './code-of.ts'
import { LOG, key } from './samples.ts'

const readKey = key(9)
const COMMONS: Link = { type: 'commons', public: true, readKey, name: 'Tool library Neukölln 🔧' }
const LINKS: readonly Link[] = [
  COMMONS,
  { type: 'commons', public: false, readKey, name: '' },
  { type: 'commons', public: false, readKey, name: '水'.repeat(MAX_NAME) },
  { type: 'thing', public: true, readKey, thing: recordId(LOG, 0, 0), kind: 'good' },
  { type: 'thing', public: false, readKey, thing: recordId(LOG, 2 ** 40 + 5, 32_767), kind: 'draft' },
  { type: 'commons', public: true, readKey, name: 'Repair Café', founder: personIdOf(key(3)) },
  {
    type: 'commons',
    public: false,
    readKey,
    root: key(4),
    name: '',
    founder: personIdOf(key(3)),
  },
  { type: 'thing', public: false, readKey, root: key(4), thing: recordId(LOG, 3, 1), kind: 'draft' },
  {
    type: 'mirror',
    public: false,
    replicateKey: key(4),
    memberKey: key(5),
    giver: nodeIdOf(key(6)),
    name: 'Repair Café',
  },
]
const SHORT = encodeLink(LINKS[3]!)

/** A link with any content, under a right checksum. */
function sealed(...bytes: number[]): string {
  const out = new Uint8Array([...bytes, 0, 0, 0, 0])
  new DataView(out.buffer).setUint32(bytes.length, crc32(Uint8Array.from(bytes)))
  return `allmende:${encodeZ32(out)}`
}

test('V26 a link comes back as it was, and has no character that a shell or URL would change', (t) => {
  for (const link of LINKS) {
    const text = encodeLink(link)
    t.deepEqual(decodeLink(text), link)
    t.match(text, /^allmende:[a-z1-9]+$/)
  }
  t.equal(SHORT.length, 125, 'a link to a good fits in a text message')
  t.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926, 'the checksum is the one it says it is')
  t.end()
})

test('V27 what people and programs leave around a link is forgiven, and upper case', (t) => {
  const around = [
    ` ${SHORT}\n`,
    `<${SHORT}>`,
    `"${SHORT}"`,
    `'${SHORT}'.`,
    `(${SHORT})`,
    `„${SHORT}“,`,
    `«${SHORT}»`,
    `\ufeff${SHORT}\u200b`,
    '`' + SHORT + '`',
    SHORT.toUpperCase(),
    SHORT.replace('a', 'A'),
  ]
  for (const text of around) t.deepEqual(decodeLink(text), LINKS[3], JSON.stringify(text).slice(0, 20))
  t.end()
})

test('V28 any one wrong, missing or doubled character and any two swapped ones are told', (t) => {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789-._~/ :'
  let tried = 0
  const told = (text: string) => {
    tried++
    if (codeOf(() => decodeLink(text)).startsWith('LINK_')) return
    t.fail(`not told: ${text}`)
  }
  for (let at = 0; at < SHORT.length; at++) {
    const [before, letter, behind] = [SHORT.slice(0, at), SHORT[at]!, SHORT.slice(at + 1)]
    for (const other of alphabet) if (other !== letter) told(before + other + behind)
    told(before + behind)
    told(before + letter + letter + behind)
    const next = behind[0]
    if (next && next !== letter) told(before + next + letter + behind.slice(1))
  }
  t.ok(tried > 5_000, `${tried} mistakes were made`)
  t.end()
})

test('V29 every way for a link to be wrong has its code', (t) => {
  const place = [...key(1), 1, 0]
  const wrong: [string, string][] = [
    ['LINK_EMPTY', ''],
    ['LINK_EMPTY', ' "" '],
    ['LINK_SCHEME', 'https://example.org/'],
    ['LINK_SCHEME', SHORT.slice('allmende:'.length)],
    ['LINK_SCHEME', 'allmende'],
    ['LINK_TOO_LONG', `allmende:${'y'.repeat(1_000)}`],
    ['LINK_TOO_LONG', ' '.repeat(100_000)],
    ['LINK_TOO_SHORT', 'allmende:'],
    ['LINK_TOO_SHORT', SHORT.slice(0, 60)],
    ['LINK_BROKEN', `${SHORT.slice(0, 50)}\n${SHORT.slice(50)}`],
    ['LINK_CHARACTER', SHORT.replace(/.$/, '0')],
    ['LINK_CHARACTER', `${SHORT}👍`],
    ['LINK_CHECKSUM', SHORT.slice(0, -1)],
    ['LINK_CHECKSUM', SHORT.slice(0, 100)],
    ['LINK_VERSION', sealed(2, 0, ...readKey, 0)],
    ['LINK_TYPE', sealed(1, 10, ...readKey, 0)],
    ['LINK_TYPE', sealed(1, 0xff, ...readKey, 0)],
    ['LINK_PAYLOAD', sealed(1, 32, ...readKey, 0)],
    ['LINK_NAME', sealed(1, 0, ...readKey, 1, 0xff)],
    ['LINK_NAME', sealed(1, 0, ...readKey, MAX_NAME + 1, ...Array.from({ length: MAX_NAME + 1 }, () => 97))],
    ['LINK_PAYLOAD', sealed(1, 0, ...readKey, 2, 97)],
    ['LINK_PAYLOAD', sealed(1, 0, ...readKey, 0x81, 0, 97)],
    ['LINK_PAYLOAD', sealed(1, 2, ...readKey, 5)],
    ['LINK_PAYLOAD', sealed(1, 6, ...readKey, 5)],
    ['LINK_PAYLOAD', sealed(1, 2, ...readKey, ...place, 0)],
    ['LINK_PAYLOAD', sealed(1, 2, ...readKey, ...key(1), 1, 0xff, 0xff, 0x7f)],
    ['LINK_PAYLOAD', sealed(1, 2, ...readKey, ...key(1), ...Array.from({ length: 12 }, () => 0xff))],
  ]
  for (const [code, text] of wrong)
    t.equal(
      codeOf(() => decodeLink(text)),
      code,
      text.slice(0, 40),
    )
  t.equal(
    codeOf(() => decodeLink(sealed(1, 2, ...readKey, ...place))),
    FINE,
    'the same without a fault',
  )
  t.equal(
    codeOf(() => encodeLink({ ...COMMONS, name: 'x'.repeat(MAX_NAME + 1) } as Link)),
    'LINK_NAME',
  )
  t.equal(
    codeOf(() => encodeLink({ ...COMMONS, name: '\ud800' } as Link)),
    'LINK_NAME',
  )
  t.equal(
    codeOf(() => encodeLink({ ...COMMONS, readKey: key(1).subarray(1) })),
    'LINK_PAYLOAD',
  )
  t.end()
})

test('V10 no text makes anything of decodeLink but a link or one of our errors', (t) => {
  const seed = 'link-fuzz-1'
  const random = seeded(seed)
  let links = 0
  for (let round = 0; round < 20_000; round++) {
    const bytes = Array.from(decodeZ32(encodeLink(random.pick(LINKS)).slice(9)).subarray(0, -4))
    for (let change = random.int(3); change >= 0; change--) {
      const at = random.int(bytes.length)
      if (random.chance(0.5)) bytes[at] = random.int(256)
      else bytes.splice(at, random.int(4), ...random.bytes(random.int(4)))
    }
    const code = codeOf(() => decodeLink(sealed(...bytes)))
    if (code === FINE) links++
    else if (!code.startsWith('LINK_')) t.fail(`seed ${seed}, round ${round}: ${code}`)
  }
  t.ok(links > 1_000, `${links} were still links, the others were told`)
  t.end()
})

test('V60 the link for a mirror has no read key in it, and says that nothing can be read by it', (t) => {
  const link = LINKS.at(-1)!
  const bytes = decodeZ32(encodeLink(link).slice('allmende:'.length))
  t.notOk(Buffer.from(bytes).includes(Buffer.from(readKey)), 'only what follows from it')
  t.match(describeLink(link), /can't read any of it/)
  const [flags = 0, ...rest] = bytes.slice(1, -4)
  t.equal(
    codeOf(() => decodeLink(sealed(1, flags, ...rest.slice(0, 60)))),
    'LINK_PAYLOAD',
    'cut off',
  )
  t.equal(
    codeOf(() => decodeLink(sealed(1, flags, ...rest, 0))),
    'LINK_PAYLOAD',
    'too long',
  )
  t.end()
})

test('V30 a link says in one sentence what it opens', (t) => {
  const sentences = LINKS.map(describeLink)
  t.ok(sentences[0]!.includes('public commons "Tool library Neukölln 🔧"'))
  t.ok(sentences[3]!.includes('whoever has this link can read all of that commons'))
  t.ok(sentences[4]!.includes('private'))
  t.notOk(
    describeLink({ ...COMMONS, name: 'x\u001b[2J\u202ey' } as Link).match(/[\p{Cc}\u202e]/u),
    'without what a name may do to a screen',
  )
  t.equal(new Set(sentences.map((sentence) => sentence.split('"')[0])).size, 5, 'each its own')
  t.end()
})
