/** What a command needs to find a running node and speak to it: light, no server within. */
export { daemonFile, readDaemon, type DaemonInfo } from './home/daemon-file.ts'
export { lanAddresses } from './home/lan-addresses.ts'
export { findDaemon, isAlive, type FoundDaemon } from './home/find-daemon.ts'
