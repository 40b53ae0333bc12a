import type { Address } from '../../bin/support/scratch-server.ts'

/** The address of a test database as `DATABASE_URL`, for processes that a test starts. */
export function databaseUrl({ host, port, user, password, database }: Address): string {
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return `postgres://${credentials}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}
