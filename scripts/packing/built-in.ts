/** Code of others that is compiled into a file of a package, and that npm knows nothing of. */
export type BuiltIn = { readonly name: string; readonly licence: string; readonly by: string }

const holepunch = (name: string): BuiltIn => ({ name, licence: 'Apache-2.0', by: 'Holepunch Inc' })
const crate = (name: string, licence = 'MIT OR Apache-2.0'): BuiltIn => ({
  name: `the crate ${name}`,
  licence,
  by: 'its authors, as crates.io names them',
})

/**
 * By package. Addons: what their `CMakeLists.txt` fetch. Automerge's wasm: the crates whose paths stand
 * in it (`strings automerge.wasm | grep crates.io`). An addon without a row here isn't packed.
 */
export const BUILT_IN: Readonly<Record<string, readonly BuiltIn[]>> = {
  'rocksdb-native': [
    { name: 'RocksDB', licence: 'Apache-2.0', by: 'Meta Platforms, Inc. and affiliates' },
    { name: 'LevelDB, of which RocksDB began', licence: 'BSD-3-Clause', by: 'The LevelDB Authors' },
    holepunch('librocksdb'),
    holepunch('libjstl'),
  ],
  'sodium-native': [{ name: 'libsodium', licence: 'ISC', by: 'Frank Denis' }, holepunch('libjstl')],
  'udx-native': [holepunch('libudx'), holepunch('libjstl')],
  'simdle-native': [holepunch('libsimdle'), holepunch('libjstl')],
  'quickbit-native': [holepunch('libquickbit'), holepunch('libjstl')],
  'fs-native-extensions': [],
  '@automerge/automerge': [
    crate('dlmalloc'),
    crate('hashbrown'),
    crate('hex'),
    crate('itertools'),
    crate('js-sys'),
    crate('once_cell'),
    crate('rand'),
    crate('serde-wasm-bindgen', 'MIT'),
    crate('serde_core'),
    crate('serde_json'),
    crate('smol_str'),
    crate('tinyvec', 'Zlib OR Apache-2.0 OR MIT'),
    crate('tracing-core', 'MIT'),
    crate('unicode-segmentation'),
    crate('wasm-bindgen'),
    crate('zlib-rs', 'Zlib'),
  ],
}
