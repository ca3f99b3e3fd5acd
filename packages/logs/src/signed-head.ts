import Hypercore from 'hypercore'
import caps from 'hypercore/lib/caps.js'
import Verifier from 'hypercore/lib/verifier.js'
import type { Head } from './contract.ts'

export type Manifest = Hypercore.Manifest

/**
 * The manifest of a core with one signer. All cores of a commons have this form: with more signers, a prologue or
 * patches, somebody else than one device could write, and a head could be valid without a signature.
 */
export function manifestOf(publicKey: Uint8Array): Manifest {
  return Verifier.defaultSignerManifest(Buffer.from(publicKey))
}

export function encodeManifest(manifest: Manifest): Uint8Array {
  return Verifier.encodeManifest(manifest)
}

/** Reads a manifest from outside; null unless it has our one form and is that of `core`. */
export function readManifest(bytes: Uint8Array, core: Uint8Array): Manifest | null {
  try {
    const manifest = Verifier.decodeManifest(Buffer.from(bytes))
    return isOurForm(manifest) && same(Hypercore.key(manifest), core) ? manifest : null
  } catch {
    return null
  }
}

export function isOurForm(manifest: Manifest): boolean {
  const [signer] = manifest.signers
  if (manifest.signers.length !== 1 || signer === undefined) return false
  return same(encodeManifest(manifest), encodeManifest(manifestOf(signer.publicKey)))
}

/** Whether the author of the core has signed this head. */
export function isSigned(head: Head, manifest: Manifest): boolean {
  const { length, fork, rootHash, signature } = head
  if (signature === null || rootHash.length !== 32 || !isCount(length) || !isCount(fork)) return false
  const signed = {
    length,
    fork,
    hash: () => Buffer.from(rootHash),
    signable: (context: Uint8Array) => caps.treeSignable(context, rootHash, length, fork),
  }
  try {
    return new Verifier(Hypercore.key(manifest), manifest).verify(signed, Buffer.from(signature))
  } catch {
    // A signature that can't even be parsed is a wrong one.
    return false
  }
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
