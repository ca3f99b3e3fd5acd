import { edit, type LiveDocument, type LiveLog, type LiveWork } from './editor.ts'

/** What a system must do to take part: make a document, or open one made elsewhere. */
export type LiveSystem = {
  create(text: string): Promise<{ reference: string; document: LiveDocument; address?: string }>
  open(reference: string): Promise<{ document: LiveDocument; address?: string }>
  /** Connects to others, as all who are in a swarm do. A system with a server in the middle has none. */
  meet?(addresses: readonly string[]): Promise<void>
}

type Order =
  | { readonly do: 'create'; readonly text: string }
  | { readonly do: 'open'; readonly reference: string }
  | { readonly do: 'meet'; readonly addresses: readonly string[] }
  | { readonly do: 'edit'; readonly work: LiveWork }
  | { readonly do: 'result' }

/** Answers the driver's orders over the channel to the parent process. */
export function serveLive(system: LiveSystem): void {
  let document: LiveDocument
  let log: LiveLog
  const obey = async (order: Order): Promise<unknown> => {
    switch (order.do) {
      case 'create': {
        const made = await system.create(order.text)
        document = made.document
        return { reference: made.reference, address: made.address }
      }
      case 'open': {
        const opened = await system.open(order.reference)
        document = opened.document
        return { address: opened.address }
      }
      case 'meet':
        await system.meet?.(order.addresses)
        return {}
      case 'edit':
        log = await edit(document, order.work)
        return {}
      case 'result':
        return { ...log, text: await document.text(), memory: process.resourceUsage().maxRSS / 1024 }
    }
  }
  process.on('message', (order: Order) => {
    obey(order).then(
      (answer) => process.send?.({ answer }),
      (error: unknown) => process.send?.({ error: String(error instanceof Error ? error.stack : error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
}
