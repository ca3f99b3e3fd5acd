/**
 * The local API of a node: over HTTP on the loopback address for the page, the commands and other programs (`serve`),
 * or within one process (`embed`). Either way one typed client speaks to it.
 */
export { embed, inUse, openHome, type Embedded, type EmbedOptions, type OpenNode } from './embed.ts'
export { ERRORS } from './errors.ts'
export { DEFAULT_PORT } from './limits.ts'
export { openapi } from './server/openapi.ts'
export { serve, type Served, type ServeOptions } from './serve.ts'
export { daemonFile, readDaemon, type DaemonInfo } from './home/daemon-file.ts'
export { findDaemon, type FoundDaemon } from './home/find-daemon.ts'
export { readToken, tokenFile } from './home/token.ts'
