// Only what Allmende calls. keet-identity-key 3.2.0.
declare module 'keet-identity-key' {
  type KeyPair = { publicKey: Uint8Array; secretKey: Uint8Array }
  class IdentityKey {
    static generateMnemonic(): string
    static from(source: { mnemonic: string }): Promise<IdentityKey>
    /** Without a proof the key pair is the root's. */
    static attestData(data: Uint8Array, device: KeyPair, proof?: Uint8Array): Uint8Array
    static attestDevice(publicKey: Uint8Array, parent: KeyPair, proof?: Uint8Array): Uint8Array
    /** Throws on malformed proofs. With `data` null and no data in the proof, it vouches for the device alone. */
    static verify(
      proof: Uint8Array,
      data: Uint8Array | null,
      options?: { expectedIdentity?: Uint8Array; expectedDevice?: Uint8Array },
    ): { identityPublicKey: Uint8Array; devicePublicKey: Uint8Array } | null
    readonly identityPublicKey: Uint8Array
    readonly identityKeyPair: KeyPair
    /** A symmetric key of the label's own branch (SLIP-0021), from the seed. */
    getEncryptionKey(label: Uint8Array): Uint8Array
    bootstrap(device: Uint8Array): Promise<Uint8Array>
    /** Forgets the root's secrets. */
    clear(): void
  }
  export default IdentityKey
}
