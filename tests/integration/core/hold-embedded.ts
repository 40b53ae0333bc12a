// A process that keeps an embedded server until it is told otherwise: `hold-embedded.ts <home>`.
import { startEmbedded } from '../../../src/core/embedded-postgres.ts'

const [, , home = ''] = process.argv
try {
  const { pid, adopted, connection, stop } = await startEmbedded({ home })
  process.on('SIGTERM', () => void stop().then(() => process.exit(0)))
  console.log(JSON.stringify({ pid, adopted, connection }))
  setInterval(() => undefined, 1_000)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
