/** The worker thread that owns the database; see worker-loop.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { openEngine } from './engine-holder.ts'
import { toPlain } from './messages.ts'
import { startLoop } from './worker-loop.ts'

if (parentPort === null) throw new Error('this file is the worker of views: open it with openViews')
try {
  startLoop(parentPort, openEngine((workerData as { file: string }).file))
} catch (error) {
  parentPort.postMessage({ id: null, error: toPlain(error) })
  parentPort.close()
}
