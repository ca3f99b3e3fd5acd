// Only what Allmende calls. sodium-universal 5.0.1.
declare module 'sodium-universal' {
  const sodium: {
    crypto_generichash(output: Uint8Array, input: Uint8Array, key?: Uint8Array): void
    crypto_sign_keypair(publicKey: Uint8Array, secretKey: Uint8Array): void
    crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void
    crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean
  }
  export default sodium
}

declare module 'compact-encoding' {
  export type Encoding<T> = {
    preencode(state: object, value: T): void
    encode(state: object, value: T): void
    decode(state: object): T
  }
  const c: {
    encode<T>(encoding: Encoding<T>, value: T): Uint8Array
    decode<T>(encoding: Encoding<T>, bytes: Uint8Array): T
  }
  export default c
}
