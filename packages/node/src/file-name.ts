/** Names that Windows keeps for devices, whatever the ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const MAX_CHARACTERS = 80

/** A folder or file name made from a title, safe on every system: what isn't is left out, nothing is guessed. */
export function fileNameOf(title: string): string {
  const plain = title
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, MAX_CHARACTERS)
    .replaceAll(/^[. ]+|[. ]+$/g, '')
  if (plain === '') return 'good'
  return DEVICES.test(plain) ? `${plain.replace('.', '-')}-` : plain
}
