import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type MailConfig, mailConfigOf, mailProblems, mailVariables } from './config/mail.ts'
import { type ScalingConfig, scalingConfigOf, scalingProblems, scalingVariables } from './config/scaling.ts'
import { hasScheme, wholeNumber } from './config/shapes.ts'
import { CannotStart } from './core/lifecycle.ts'
import { projectRoot } from './core/root.ts'

/** Everything the environment decides; what each variable means stands in `.env.example`. */
export interface Config extends MailConfig, ScalingConfig {
  /** `demonstration` is a start without NODE_ENV: everything as in production but for data, inbox and secrets. */
  readonly environment: 'demonstration' | 'development' | 'test' | 'production'
  readonly host: string
  /** 0 = any free port; then `baseUrl` is known only when the server listens. */
  readonly port: number
  /** Origin under which people reach the application, without a slash at the end. `server.ts` sets it once for port 0. */
  baseUrl: string
  /** Absent: a private PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined
  /** Absolute. */
  readonly dataDir: string
  readonly sessionSecret: string
  /** What Express' `trust proxy` gets: no proxy, so many hops, or these networks. Never "everybody". */
  readonly trustProxy: false | number | string[]
  readonly jobs: 'inline' | 'off'
  readonly webProcesses: number
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  readonly rateLimits: boolean
  /** Whoever carries it may read `/metrics` from elsewhere; absent: only this machine may. */
  readonly metricsToken: string | undefined
  /** Where a process that only runs jobs tells how it is; absent: nowhere. */
  readonly watchPort: number | undefined
  /** Whether an empty database is filled with the demonstration events: never in production. */
  readonly demo: boolean
  /** Whether `/demo/inbox` shows the mails, and the demonstration accounts may sign in: never in production. */
  readonly demoInbox: boolean
}

/** The environment as it comes, for example `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Thrown with every problem of the environment in one message. */
export class WrongConfig extends CannotStart {
  override name = 'WrongConfig'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['The environment is not right:', ...problems.map(problem => `  - ${problem}`)].join('\n'))
    this.problems = problems
  }
}

const onOff = z.enum(['on', 'off'], 'is "on" or "off"')

const proxyRule =
  'is the number of proxies in front (1 to 10) or their networks, comma-separated (10.0.0.0/8); "true" would believe anybody'

const variables = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'is "production", "development", "test", or unset')
    .optional(),
  HOST: z
    .string()
    .refine(host => isIP(host) !== 0 || z.hostname().safeParse(host).success, 'is an IP address or a host name')
    .default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  BASE_URL: z
    .string()
    .refine(isOrigin, 'is http:// or https:// with a host and perhaps a port, and nothing after it')
    .transform(url => new URL(url).origin)
    .optional(),
  DATABASE_URL: z.string().refine(hasScheme('postgres', 'postgresql'), 'begins with postgres://').optional(),
  ...scalingVariables,
  DATA_DIR: z.string().default('var'),
  ...mailVariables,
  SESSION_SECRET: z.string().refine(isSecret, 'is at least 32 random characters (openssl rand -base64 33)').optional(),
  TRUST_PROXY: z
    .string()
    .refine(value => parseProxy(value) !== undefined, proxyRule)
    .transform(value => parseProxy(value) ?? false)
    .default(false),
  JOBS: z.enum(['inline', 'off'], 'is "inline" or "off"').default('inline'),
  WEB_PROCESSES: wholeNumber(1, 64).default(1),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'is fatal, error, warn, info, debug, trace or silent',
    )
    .optional(),
  RATE_LIMITS: onOff.default('on'),
  METRICS_TOKEN: z.string().refine(isSecret, 'is at least 32 random characters (openssl rand -base64 33)').optional(),
  WATCH_PORT: wholeNumber(1, 65_535).optional(),
  DEMO: onOff.optional(),
})

type Variables = z.infer<typeof variables>

/**
 * Reads the environment, the only place that does. An empty variable counts as unset.
 * @throws WrongConfig listing every problem at once; the values of secrets are never repeated
 */
export function loadConfig(environment: Environment = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = variables.safeParse(given)
  const problems = parsed.success ? [] : parsed.error.issues.map(issue => explain(issue, given))
  problems.push(...missingInProduction(given), ...mailProblems(given), ...scalingProblems(given))
  if (!parsed.success || problems.length > 0) throw new WrongConfig(problems)
  return assemble(parsed.data)
}

function assemble(values: Variables): Config {
  const production = values.NODE_ENV === 'production'
  const dataDir = resolve(projectRoot, values.DATA_DIR)
  return {
    environment: values.NODE_ENV ?? 'demonstration',
    host: values.HOST,
    port: values.PORT,
    baseUrl: values.BASE_URL ?? originOf(values.HOST, values.PORT),
    databaseUrl: values.DATABASE_URL,
    ...scalingConfigOf(values),
    dataDir,
    ...mailConfigOf(values),
    sessionSecret: values.SESSION_SECRET ?? keptSecret(dataDir),
    trustProxy: values.TRUST_PROXY,
    jobs: values.JOBS,
    webProcesses: values.WEB_PROCESSES,
    logLevel: values.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    rateLimits: values.RATE_LIMITS === 'on',
    metricsToken: values.METRICS_TOKEN,
    watchPort: values.WATCH_PORT,
    demo: !production && values.DEMO !== 'off',
    demoInbox: !production,
  }
}

/** The address of a server that listens on host and port; one that listens everywhere is reached as localhost. */
export function originOf(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : isIP(host) === 6 ? `[${host}]` : host
  return `http://${name}${port === 80 ? '' : `:${port}`}`
}

function missingInProduction(given: Environment): string[] {
  if (given['NODE_ENV'] !== 'production') return []
  const reasons = {
    BASE_URL: 'links in mails are built from it',
    SESSION_SECRET: 'sessions and private links are signed with it',
    SMTP_URL: 'mails must leave the machine',
  }
  const missing = Object.entries(reasons)
    .filter(([name]) => given[name] === undefined)
    .map(([name, reason]) => `${name} must be set when NODE_ENV is "production": ${reason}`)
  const demo = 'DEMO must not be "on" when NODE_ENV is "production": its accounts have a password everybody knows'
  return given['DEMO'] === 'on' ? [...missing, demo] : missing
}

const secretVariables = new Set([
  'SESSION_SECRET',
  'DATABASE_URL',
  'SMTP_URL',
  'INBOUND_IMAP_URL',
  'DATABASE_DIRECT_URL',
  'DATABASE_REPLICA_URL',
  'FILES_URL',
  'METRICS_TOKEN',
])

function explain(issue: z.core.$ZodIssue, given: Environment): string {
  const name = String(issue.path[0])
  const value = secretVariables.has(name) ? '' : ` (it is "${given[name]}")`
  return `${name} ${issue.message}${value}`
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, pathname, search, hash, username, host } = new URL(text)
  return /^https?:$/.test(protocol) && host !== '' && pathname === '/' && search + hash + username === ''
}

/** Long enough, not a word from an example, and not one key held down. */
function isSecret(text: string): boolean {
  return text.length >= 32 && new Set(text).size >= 10 && !/change.?me|secret|password|example|pozvanka/i.test(text)
}

function parseProxy(text: string): number | string[] | undefined {
  if (/^([1-9]|10)$/.test(text)) return Number(text)
  const networks = text.split(',').map(part => part.trim())
  return networks.every(isNetwork) ? networks : undefined
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128))
  )
}

/** The secret of a demonstration, made once. Two processes that start together agree: the first link wins. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  try {
    mkdirSync(dataDir, { recursive: true })
    return readIfThere(file) ?? makeSecret(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new WrongConfig([`DATA_DIR must be a folder this account may write to (${reason})`])
  }
}

function makeSecret(file: string): string {
  const own = `${file}.${process.pid}`
  writeFileSync(own, randomBytes(33).toString('base64url'), { mode: 0o600 })
  try {
    linkSync(own, file)
  } catch (error) {
    if (readIfThere(file) === undefined) throw error
  } finally {
    rmSync(own)
  }
  return readFileSync(file, 'utf8')
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
