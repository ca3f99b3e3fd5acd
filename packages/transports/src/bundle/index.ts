/**
 * A file on a stick that carries what another node lacks: sections of opaque items, each for those who have its secret,
 * signed as a whole. What the items mean is the business of others.
 */
export { BundleWriter, type BundleWriterOptions } from './bundle-writer.ts'
export { MAX_ITEM_BYTES, MAX_SECTIONS } from './format.ts'
export { readBundle, type BundleSummary, type ReadBundleOptions, type SectionVisitor } from './read-bundle.ts'
