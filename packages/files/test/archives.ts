import { crc32, deflateRawSync, gzipSync } from 'node:zlib'

/** One entry of a ZIP with everything that may be wrong about it. */
export type ZipPart = {
  name: string | Buffer
  content?: Uint8Array | string
  stored?: boolean
  mode?: number
  flags?: number
  method?: number
  /** What the directory says, if not the truth. */
  says?: { bytes?: number; packed?: number; crc?: number; offset?: number; disk?: number }
  /** What the entry's own header says, if not what the directory says. */
  own?: { name?: string; bytes?: number }
}

const UTF8 = 0x800

/** A ZIP, byte by byte: libraries refuse to write what is tested here. */
export function zipOf(
  parts: ZipPart[],
  end: { count?: number; comment?: string; behind?: string } = {},
): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const part of parts) {
    const content = Buffer.from(part.content ?? '')
    const packed = part.stored === true ? content : deflateRawSync(content)
    const name = Buffer.from(part.name as string)
    const common = (bytes: number) => {
      const fields = Buffer.alloc(26)
      fields.writeUInt16LE(20, 0)
      fields.writeUInt16LE((part.flags ?? 0) | UTF8, 2)
      fields.writeUInt16LE(part.method ?? (part.stored === true ? 0 : 8), 4)
      fields.writeUInt32LE(part.says?.crc ?? crc32(content), 10)
      fields.writeUInt32LE(part.says?.packed ?? packed.length, 14)
      fields.writeUInt32LE(bytes, 18)
      return fields
    }
    const says = part.says?.bytes ?? content.length
    const ownName = part.own?.name === undefined ? name : Buffer.from(part.own.name)
    const own = common(part.own?.bytes ?? says)
    own.writeUInt16LE(ownName.length, 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), own, ownName, packed])
    const told = common(says)
    told.writeUInt16LE(name.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 6)
    rest.writeUInt32LE(part.says?.offset ?? at, 10)
    directory.push(Buffer.concat([Buffer.from('504b0102', 'hex'), Buffer.from([20, 3]), told, rest, name]))
    bodies.push(local)
    at += local.length
  }
  const listed = Buffer.concat(directory)
  const tail = Buffer.alloc(22)
  tail.write('504b0506', 'hex')
  tail.writeUInt16LE(end.count ?? parts.length, 8)
  tail.writeUInt16LE(end.count ?? parts.length, 10)
  tail.writeUInt32LE(listed.length, 12)
  tail.writeUInt32LE(at, 16)
  tail.writeUInt16LE((end.comment ?? '').length, 20)
  return Buffer.concat([
    ...bodies,
    listed,
    tail,
    Buffer.from(end.comment ?? ''),
    Buffer.from(end.behind ?? ''),
  ])
}

/** One entry of a tar. */
export type TarPart = {
  name: string | Buffer
  content?: Uint8Array | string
  type?: string
  link?: string
  mode?: number
  size?: number | string
}

/** A header of a tar; `size` may lie. */
export function tarEntry({ name, content = '', type = '0', link = '', mode = 0o644, size }: TarPart): Buffer {
  const body = Buffer.from(content)
  const header = Buffer.alloc(512)
  Buffer.from(name as string).copy(header, 0, 0, 100)
  header.write(mode.toString(8).padStart(7, '0'), 100)
  header.write('0000000', 108)
  header.write('0000000', 116)
  header.write(typeof size === 'string' ? size : (size ?? body.length).toString(8).padStart(11, '0'), 124)
  header.write('00000000000', 136)
  header.write(type, 156)
  header.write(link, 157)
  header.write('ustar\u000000', 257)
  header.fill(0x20, 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148)
  const padding = Buffer.alloc((512 - (body.length % 512)) % 512)
  return Buffer.concat([header, body, padding])
}

export const TAR_END = Buffer.alloc(1024)

export function tarOf(parts: TarPart[]): Buffer {
  return Buffer.concat([...parts.map(tarEntry), TAR_END])
}

/** The extension header that says something about the entry behind it. */
export function paxOf(fields: Record<string, string>): Buffer {
  const lines = Object.entries(fields).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`
    let length = Buffer.byteLength(rest) + 1
    if (String(length).length + Buffer.byteLength(rest) > length) length++
    return `${length}${rest}`
  })
  return tarEntry({ name: 'pax', type: 'x', content: lines.join('') })
}

export function tarGzOf(parts: TarPart[]): Buffer {
  return gzipSync(tarOf(parts))
}
