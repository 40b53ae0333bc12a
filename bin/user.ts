import { parseArgs } from 'node:util'
import { loadConfig } from '../src/config.ts'
import { system } from '../src/core/actor.ts'
import { inTransaction } from '../src/core/database.ts'
import { isLocale, type Locale } from '../src/core/localised-text.ts'
import { createLog } from '../src/core/log.ts'
import { migrate } from '../src/core/migrations.ts'
import { issuePasswordReset } from '../src/features/accounts/actions/passwords.ts'
import { createUser, disableUser, enableUser } from '../src/features/accounts/actions/users.ts'
import { passwordLink } from '../src/features/accounts/mails.ts'
import { findUserByEmail } from '../src/features/accounts/queries.ts'
import { invitationMinutes, judgePassword } from '../src/features/accounts/rules.ts'
import type { UserRow } from '../src/features/accounts/types.ts'
import { closeServices, createServices, openDatabase, type Services } from '../src/services.ts'

const usage = `Accounts from the command line.

  npm run user -- create --email jana@example.org --role admin [--name "Jana Nováková"] [--locale cs] [--password-stdin]
  npm run user -- link --email jana@example.org       a new link to set a password, valid for a week
  npm run user -- disable --email jana@example.org    shuts the account and ends its sessions
  npm run user -- enable --email jana@example.org

Roles: admin (may do everything), user (gets roles at organisations and events from their owners).
Without --password-stdin a link to set the password is printed. A password is never taken from the command line,
where everybody on the machine could read it.`

/** What the command line asked for. */
interface Request {
  readonly command: string
  readonly email: string
  readonly name: string
  readonly role: string
  readonly locale: Locale
  readonly password: string | undefined
}

class Refused extends Error {}

async function readRequest(): Promise<Request> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      email: { type: 'string', default: '' },
      name: { type: 'string' },
      role: { type: 'string', default: 'user' },
      locale: { type: 'string', default: 'cs' },
      'password-stdin': { type: 'boolean', default: false },
    },
  })
  const [command = ''] = positionals
  const { email, role, locale } = values
  if (!['create', 'link', 'disable', 'enable'].includes(command)) throw new Refused(usage)
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    throw new Refused('--email must be an address: --email jana@example.org')
  if (role !== 'admin' && role !== 'user') throw new Refused('--role is admin or user')
  if (!isLocale(locale)) throw new Refused('--locale is cs or en')
  const password = values['password-stdin'] ? await readPassword(email) : undefined
  return { command, email, name: values.name ?? email.split('@')[0] ?? email, role, locale, password }
}

async function readPassword(email: string): Promise<string> {
  let typed = ''
  for await (const part of process.stdin) typed += String(part)
  const password = typed.replace(/\r?\n$/, '')
  const problem = judgePassword(password, email)
  if (problem !== undefined)
    throw new Refused(
      `The password is ${problem.replace('-', ' ')}: 12 to 128 characters, none that everybody guesses.`,
    )
  return password
}

async function existing(services: Services, email: string): Promise<UserRow> {
  const user = await findUserByEmail(services.db, email)
  if (user === undefined) throw new Refused(`There is no account with the address ${email}.`)
  return user
}

async function printLink(services: Services, { id, locale }: UserRow): Promise<void> {
  const reset = await inTransaction(services.db, trx => issuePasswordReset(trx, id, invitationMinutes))
  console.log(`Set the password here, within a week and once:\n\n  ${passwordLink(services, locale, reset)}\n`)
}

async function perform(services: Services, { command, ...asked }: Request): Promise<void> {
  if (command === 'create') {
    const { email, name, locale, password } = asked
    const isAdministrator = asked.role === 'admin'
    const outcome = await createUser(services.db, system, { email, name, locale, isAdministrator, password })
    if (outcome.kind === 'taken') throw new Refused(`There is an account with the address ${email} already.`)
    console.log(`Made ${isAdministrator ? 'an administrator' : 'an account'}: ${name}, ${email}`)
    return password === undefined ? printLink(services, outcome.user) : undefined
  }
  const user = await existing(services, asked.email)
  if (command === 'link') return printLink(services, user)
  if (command === 'disable') await disableUser(services.db, system, { userId: user.id })
  else await enableUser(services.db, system, { userId: user.id })
  console.log(`${command === 'disable' ? 'Disabled' : 'Enabled'}: ${user.email}`)
}

async function main(): Promise<void> {
  const request = await readRequest()
  const config = loadConfig()
  const log = createLog(config.logLevel)
  const database = await openDatabase(config, log, 'command')
  try {
    await migrate(database.connection)
    const services = createServices(config, database.connection, log)
    await perform(services, request).finally(() => closeServices(services))
  } finally {
    await database.close()
  }
}

main().catch((error: unknown) => {
  console.error(
    error instanceof Error && !(error instanceof Refused)
      ? `${error.name}: ${error.message}`
      : String(error instanceof Error ? error.message : error),
  )
  process.exitCode = 1
})
