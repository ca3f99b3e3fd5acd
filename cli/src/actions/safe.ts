import type { AllmendeClient, NodeStatus } from '@allmende/api/client'
import type { Io } from '../io.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'

/** How long somebody who wants to stop waits for being told what they may lose. */
const TOLD_WITHIN_MS = 3_000

/** Whether this computer may be closed, with every reason in a line. */
export function safeLines(
  { safeToClose }: Pick<NodeStatus, 'safeToClose'>,
  clean: Clean,
  style: Style,
): string[] {
  const { answer, reasons } = safeToClose
  return [
    `${style.bold('Safe to close:')} ${answer}`,
    ...reasons.map((reason) => `  ${clean(reason, 400)}`),
    ...(reasons.some((reason) => reason.startsWith('nobody was named'))
      ? ['  Ask somebody in it to keep it: `allmende keeper add NAME`.']
      : []),
  ]
}

/** Says so before the computer is closed. Never in the way of stopping: a node that doesn't answer in time is stopped unasked. */
export async function tellSafe(io: Io, node: Pick<AllmendeClient, 'status'>): Promise<void> {
  if (io.json) return
  let late: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<null>((resolve) => {
    late = setTimeout(() => resolve(null), TOLD_WITHIN_MS)
  })
  const found = await Promise.race([node.status().catch(() => null), deadline])
  clearTimeout(late)
  if (!found || found.person === null) return
  for (const line of safeLines(found, await io.clean(), io.errStyle)) io.note(line)
}
