/**
 * The pages for browsers. They speak to the node that serves them, and to nothing else.
 */
export { type Asset, builtAssets, webAssets } from './assets.ts'
export { ENTRIES, type Entry } from './entries.ts'
export { guestAssets } from './guest-assets.ts'
