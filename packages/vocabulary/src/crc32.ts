const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/**
 * CRC-32 (ISO-HDLC, as in zip). Not a hash: it is here because it *guarantees* to notice any change within 32
 * neighbouring bits, hence any one wrong character and any two swapped neighbours, where a hash of four bytes only
 * makes it likely. Nobody is to be kept from making links, so nothing stronger is needed.
 */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (value >>> 8) ^ TABLE[(value ^ byte) & 0xff]!
  return ~value >>> 0
}
