import type { Invocation } from '../action.ts'

/**
 * Shows a link as a QR code: when `--qr` asks for it, and for `offered` ones on a terminal that is large enough. Not
 * with --json, which has one document on standard output.
 */
export async function tellQr(
  { io, options, world }: Pick<Invocation, 'io' | 'options' | 'world'>,
  link: string,
  offered = false,
): Promise<void> {
  const asked = options.flag('qr')
  if (io.json || !(asked || (offered && io.tty && options.allowed('qr')))) return
  const { paintsOn, qrCode } = await import('../terminal/qr.ts')
  const code = qrCode(link, paintsOn(world))
  const { columns, rows } = world.stdout
  const fits = !io.tty || columns === undefined || code.columns <= columns
  if (!fits) {
    if (asked) io.note(`The QR code is ${code.columns} columns wide, and this terminal has ${columns}.`)
    return
  }
  // What scrolls away while it is drawn can't be scanned, and nobody has asked for it.
  if (!asked && rows !== undefined && code.lines.length > rows - QR_BESIDE) return
  io.say('')
  for (const line of code.lines) io.say(line)
}

/** Lines that stand above the code: the link and what it opens. */
const QR_BESIDE = 6
