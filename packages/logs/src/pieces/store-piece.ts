import Hypercore from 'hypercore'
import type { CheckedPiece, TreeNode } from '../contract.ts'
import { same } from '../signed-head.ts'
import { parentOf, siblingOf, tiles } from './tiles.ts'

export type Stored = 'taken' | 'here' | 'gap' | 'unlinked' | 'contradicts'

/** Blocks written in one batch of the database. */
const BATCH = 1_024

/**
 * Writes a checked piece into its core. Where it goes on from what is here up to its signed head, in one append, behind the holes that
 * are left in what is here; anything else (files, only a part of it) block by block with the proofs that hypercore asks for.
 */
export async function storePiece(session: Hypercore, piece: CheckedPiece, until = Infinity): Promise<Stored> {
  const end = Math.min(piece.from + piece.blocks.length, until)
  if (piece.which !== 'files' && session.contiguousLength < piece.from) return 'gap'
  const linked = await compare(session, piece)
  if (linked === 'contradicts') return 'contradicts'
  const missing = await notHere(session, piece, end)
  if (missing.length === 0) return 'here'
  if (linked !== 'yes' || !goesOn(session, piece, end)) return prove(session, piece, missing)
  // Where a connection broke off, the last heads have come without their blocks.
  const holes = missing.filter((block) => block < session.length)
  if (holes.length > 0 && (await fill(session, piece, holes)) !== 'taken') return 'unlinked'
  return append(session, piece)
}

/** Whether our history and theirs are one, as far as the hashes of the piece tell. */
async function compare(session: Hypercore, piece: CheckedPiece): Promise<'yes' | 'unknown' | 'contradicts'> {
  if (session.length === 0) return 'yes'
  const shorter = Math.min(session.length, piece.head.length)
  const ours = await nodesHere(session, tiles(0, shorter))
  let verdict: 'yes' | 'unknown' = 'yes'
  for (const index of tiles(0, shorter)) {
    const here = ours.get(index)
    const theirs = piece.nodes.get(index)
    if (here === undefined || theirs === undefined) verdict = 'unknown'
    else if (!same(here.hash, theirs.hash)) return 'contradicts'
  }
  return verdict
}

async function nodesHere(session: Hypercore, indexes: readonly number[]): Promise<Map<number, TreeNode>> {
  const reading = session.state.storage.read()
  const waiting = indexes.map((index) => reading.getTreeNode(index))
  reading.tryFlush()
  const found = (await Promise.all(waiting)).filter((node) => node !== null)
  return new Map(found.map((node) => [node.index, node]))
}

async function notHere(session: Hypercore, { from }: CheckedPiece, end: number): Promise<number[]> {
  const missing: number[] = []
  for (let block = Math.max(from, session.contiguousLength); block < end; block++) {
    if (block >= session.length || !(await session.has(block))) missing.push(block)
  }
  return missing
}

/** The piece begins where our blocks end, or before, and ends with the signed head. */
function goesOn(session: Hypercore, { which, from, head }: CheckedPiece, end: number): boolean {
  const { length, contiguousLength } = session
  const whole = which === 'files' ? contiguousLength === length : true
  return whole && from <= contiguousLength && length < head.length && end === head.length
}

async function append(session: Hypercore, { from, blocks, head }: CheckedPiece): Promise<Stored> {
  const fresh = blocks.slice(session.length - from).map((block) => Buffer.from(block))
  const signature = Buffer.from(head.signature!)
  const { length } = await session.append(fresh, { signature, maxLength: head.length })
  return length === head.length ? 'taken' : 'unlinked'
}

async function prove(session: Hypercore, piece: CheckedPiece, missing: readonly number[]): Promise<Stored> {
  if (session.length < piece.head.length && !(await upgrade(session, piece))) return 'unlinked'
  return fill(session, piece, missing)
}

async function fill(session: Hypercore, piece: CheckedPiece, missing: readonly number[]): Promise<Stored> {
  const tied = await tiedNodes(session, piece)
  const [first, ...others] = missing
  // The first brings the hashes that the others rest on, so that these can go together.
  const path = first === undefined ? null : proofNodes(piece, first, tied)
  if (path === null || !(await put(session, piece, first!, path))) return 'unlinked'
  remember(tied, first!, path)
  for (let at = 0; at < others.length; at += BATCH) {
    const proofs = others
      .slice(at, at + BATCH)
      .map((block) => ({ block, nodes: proofNodes(piece, block, tied) }))
    const done = await Promise.all(
      proofs.map(({ block, nodes }) =>
        nodes === null ? Promise.resolve(false) : put(session, piece, block, nodes),
      ),
    )
    if (done.includes(false)) return 'unlinked'
  }
  return 'taken'
}

/** Brings our length up to that of the signed head; false when the piece lacks the hashes from where we are. */
async function upgrade(session: Hypercore, { head, nodes, manifest }: CheckedPiece): Promise<boolean> {
  const start = session.length
  const between = tiles(start, head.length).map((index) => nodes.get(index))
  if (between.includes(undefined)) return false
  const signature = Buffer.from(head.signature!)
  const length = head.length - start
  const fresh = between.map((node) => copyOf(node!))
  return session.applyProof({
    ...EMPTY,
    upgrade: { start, length, nodes: fresh, additionalNodes: [], signature },
    manifest,
  })
}

/** Those nodes of the piece that stand in our tree: what a proof may end at. */
async function tiedNodes(session: Hypercore, { head, nodes }: CheckedPiece): Promise<Set<number>> {
  const here = await nodesHere(session, tiles(0, head.length))
  for (const node of session.state.roots) here.set(node.index, node)
  const tied = new Set<number>()
  for (const [index, { hash }] of here) {
    const theirs = nodes.get(index)
    if (theirs !== undefined && same(theirs.hash, hash)) tied.add(index)
  }
  return tied
}

/** The siblings on the way up from a block to a node that is ours already; null when there is no such way. */
function proofNodes(
  { nodes, head }: CheckedPiece,
  block: number,
  tied: ReadonlySet<number>,
): TreeNode[] | null {
  const path: TreeNode[] = []
  for (let at = 2 * block; !tied.has(at); at = parentOf(at)) {
    const sibling = nodes.get(siblingOf(at))
    if (sibling === undefined || at >= 2 * head.length) return null
    path.push(copyOf(sibling))
  }
  return path
}

function remember(tied: Set<number>, block: number, path: readonly TreeNode[]): void {
  let at = 2 * block
  for (const { index } of path) {
    tied.add(at)
    tied.add(index)
    at = parentOf(at)
  }
}

const EMPTY = { fork: 0, block: null, hash: null, seek: null, upgrade: null, manifest: null } as const

function put(session: Hypercore, piece: CheckedPiece, block: number, nodes: TreeNode[]): Promise<boolean> {
  const value = Buffer.from(piece.blocks[block - piece.from]!)
  return session.applyProof({ ...EMPTY, block: { index: block, value, nodes } })
}

/** hypercore keeps what it is given, and the piece's bytes are views into something larger. */
function copyOf({ index, size, hash }: TreeNode): TreeNode {
  return { index, size, hash: Buffer.from(hash) }
}
