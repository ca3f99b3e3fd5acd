import type { Logger } from '@allmende/vocabulary'

export const quietLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }
