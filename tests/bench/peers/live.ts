import { fileURLToPath } from 'node:url'
import { driveLive } from '../live/drive.ts'
const figures = await driveLive({
  script: fileURLToPath(new URL('./automerge-repo-editor.ts', import.meta.url)),
  editors: 3,
  perSecond: 20,
  seconds: Number(process.argv[2] ?? 20),
  size: 18_000,
})
console.log(figures)
