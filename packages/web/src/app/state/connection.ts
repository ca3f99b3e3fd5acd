import { createStore } from './store.ts'

/** `live`: events come. `away`: the node doesn't answer. `refused`: it does, and doesn't know this page's token any more. */
export type Connection = 'opening' | 'live' | 'away' | 'refused'
export const connection = createStore<Connection>('opening')
