import type { Unpacking } from './unpacking.ts'

/** Counted behind the compression and with all headers: what blows up need not be content. */
export async function* counted(
  { budget, signal }: Unpacking,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal?.throwIfAborted()
    budget.take(piece.length)
    yield piece
  }
}
