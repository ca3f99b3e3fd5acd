import type { Selected } from '../../../editor/contract.ts'
import { createStore } from '../../state/store.ts'

/** What is selected in the draft that is shown. Apart from the screen, which needn't be drawn anew with every move of the caret. */
export const selected = createStore<Selected | null>(null)
