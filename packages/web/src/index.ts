/**
 * The browser page. It speaks to the API of the node that serves it, and to nothing else.
 */
export { type Asset, webAssets } from './assets.ts'
export { guestAssets } from './guest-assets.ts'
