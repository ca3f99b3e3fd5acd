import { run } from './run.ts'

// Whoever reads may have read enough (`… --help | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

// No top-level await: a signal that ends the process while one is pending would make Node warn and exit with 13.
run(process.argv.slice(2), process).then(
  (status) => {
    process.exitCode = status
  },
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  },
)
