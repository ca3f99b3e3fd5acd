/**
 * For tests only: seeded randomness, a virtual clock, a faulty wire, loggers that can be asked, temporary folders,
 * bounded waiting, named actors, free ports, the programs. Imports nothing but Node.
 */
export { actor, actors, type Actor } from './actors.ts'
export { virtualClock, type Timers, type VirtualClock } from './clock.ts'
export { copyOfLive } from './copy-of-live.ts'
export { freePort } from './free-port.ts'
export {
  collectingLogger,
  silentLogger,
  type CollectingLogger,
  type LogEntry,
  type Logger,
} from './loggers.ts'
export { programs } from './programs.ts'
export { shapedProxy, type Shape, type ShapedProxy } from './shaped-proxy.ts'
export { seeded, type Seed, type Seeded } from './seeded.ts'
export { temporaryFolder, type Teardown } from './temporary-folder.ts'
export { until } from './until.ts'
export { faultyWire, type FaultyWire, type Faults } from './wire.ts'
