import type { Encoding } from 'protomux'

/** 32 bytes as the handshake of a channel. Anything shorter throws, which closes the connection (guarded-mux.ts). */
export const fixed32: Encoding<Uint8Array> = {
  preencode(state) {
    state.end += 32
  },
  encode(state, value) {
    state.buffer.set(value, state.start)
    state.start += 32
  },
  decode(state) {
    if (state.end - state.start < 32) throw new Error('a handshake of less than 32 bytes')
    return state.buffer.slice(state.start, (state.start += 32))
  },
}
