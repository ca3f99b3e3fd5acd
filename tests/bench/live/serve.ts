import { edit, type LiveDocument, type LiveLog, type LiveWork } from './editor.ts'

/** What a system must do to take part: make a document, or open one made elsewhere. */
export type LiveSystem = {
  create(text: string): Promise<{ reference: string; document: LiveDocument }>
  open(reference: string): Promise<LiveDocument>
}

type Order =
  | { readonly do: 'create'; readonly text: string }
  | { readonly do: 'open'; readonly reference: string }
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
        return { reference: made.reference }
      }
      case 'open':
        document = await system.open(order.reference)
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
