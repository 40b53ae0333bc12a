import { loadConfig } from '../../src/config.ts'
import { CannotStart } from '../../src/core/lifecycle.ts'
import { createLog } from '../../src/core/log.ts'
import { migrate } from '../../src/core/migrations.ts'
import { closeServices, createServices, openDatabase, type Services } from '../../src/services.ts'

/** Runs a command; what it cannot do it says in a sentence, and ends with 1. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    console.error(error instanceof CannotStart ? error.message : error)
    process.exitCode = 1
  }
}

/**
 * Runs a command on the database of the environment, migrated to the present; works beside a running application.
 * Sets the exit code to 1 when the environment is wrong or the work fails.
 */
export async function withServices(
  work: (services: Services, applied: readonly string[]) => Promise<void>,
): Promise<void> {
  await runCommand(async () => {
    const config = loadConfig()
    const log = createLog(config.logLevel)
    const database = await openDatabase(config, log, 'command')
    try {
      const applied = await migrate(database.connection)
      const services = createServices(config, database.connection, log)
      try {
        await work(services, applied)
      } finally {
        await closeServices(services)
      }
    } finally {
      await database.close()
    }
  })
}
