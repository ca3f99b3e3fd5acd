// Hand-written: only what is called (benches and tests). hyperblobs 2.12.
declare module 'hyperblobs' {
  import type Hypercore from 'hypercore'

  namespace Hyperblobs {
    type BlobId = { blockOffset: number; blockLength: number; byteOffset: number; byteLength: number }
  }

  class Hyperblobs {
    constructor(core: Hypercore, options?: { blockSize?: number })
    /** Appends it in blocks of `blockSize` (default 64 KiB), 16 blocks an append. */
    put(content: Uint8Array): Promise<Hyperblobs.BlobId>
    /** Null with `wait: false` when a block isn't here. */
    get(id: Hyperblobs.BlobId, options?: { wait?: boolean }): Promise<Buffer | null>
  }

  export default Hyperblobs
}
