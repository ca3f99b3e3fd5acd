import sodium from 'sodium-universal'
import { NAME_BYTES } from './format.ts'

/** What is derived for one section from its secret and the salt of the bundle. */
export type SectionKeys = { name: Buffer; content: Buffer; seal: Buffer }

/**
 * With another salt in every bundle, the names tell a finder nothing: not even that two bundles are for the same people.
 */
export function sectionKeys(secret: Uint8Array, salt: Uint8Array): SectionKeys {
  return {
    name: derive(secret, 'name', salt),
    content: derive(secret, 'content', salt),
    seal: derive(secret, 'seal', salt),
  }
}

/** WARNING: stored, as everything that is derived from it. Keyed BLAKE2b. */
function derive(secret: Uint8Array, purpose: string, salt: Uint8Array): Buffer {
  const out = Buffer.alloc(NAME_BYTES)
  sodium.crypto_generichash(out, Buffer.concat([Buffer.from(`allmende/bundle/1 ${purpose}\n`), salt]), secret)
  return out
}
