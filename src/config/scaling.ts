import { z } from 'zod'
import { hasScheme } from './shapes.ts'

/** Where uploaded files lie when they do not lie in the database. */
export interface BucketAddress {
  /** Origin of the service: https://s3.example.org */
  readonly endpoint: string
  readonly bucket: string
  /** In front of every key; '' or with a slash at its end. */
  readonly prefix: string
  readonly region: string
  readonly accessKey: string
  readonly secretKey: string
}

/** What an installation of several machines has besides one database. */
export interface ScalingConfig {
  /** The database server itself, when `databaseUrl` leads to a pooler; absent: `databaseUrl` is the server. */
  readonly databaseDirectUrl: string | undefined
  /** A server that follows the database; long readings go there. */
  readonly databaseReplicaUrl: string | undefined
  /** Object storage for uploads; absent: they stay in the database. */
  readonly files: BucketAddress | undefined
}

const postgres = z.string().refine(hasScheme('postgres', 'postgresql'), 'begins with postgres://').optional()

/** The variables about more than one machine; what each means stands in `.env.example`. */
export const scalingVariables = {
  DATABASE_DIRECT_URL: postgres,
  DATABASE_REPLICA_URL: postgres,
  FILES_URL: z
    .string()
    .refine(
      text => bucketOf(text) !== undefined,
      'is s3://key:secret@host/bucket?region=…, with a folder after the bucket or without',
    )
    .optional(),
}

type Variables = z.infer<z.ZodObject<typeof scalingVariables>>

/** What the variables amount to. */
export function scalingConfigOf(values: Variables): ScalingConfig {
  return {
    databaseDirectUrl: values.DATABASE_DIRECT_URL,
    databaseReplicaUrl: values.DATABASE_REPLICA_URL,
    files: values.FILES_URL === undefined ? undefined : bucketOf(values.FILES_URL),
  }
}

/** The private database of a demonstration has neither a pooler nor a follower. */
export function scalingProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  if (given['DATABASE_URL'] !== undefined) return []
  return ['DATABASE_DIRECT_URL', 'DATABASE_REPLICA_URL']
    .filter(name => given[name] !== undefined)
    .map(name => `DATABASE_URL must be set with ${name}: both are about the same database`)
}

/** `s3+http:` is for a service on this machine or inside a closed network: keys are signed, files are not encrypted. */
function bucketOf(text: string): BucketAddress | undefined {
  const parts = /^s3(\+http)?:(\/\/.+)$/.exec(text)
  const address = `${parts?.[1] === undefined ? 'https' : 'http'}:${parts?.[2] ?? ''}`
  if (parts === null || !URL.canParse(address)) return undefined
  const { origin, pathname, username, password, searchParams } = new URL(address)
  const [bucket = '', ...folders] = pathname
    .slice(1)
    .split('/')
    .filter(part => part !== '')
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || username === '' || password === '') return undefined
  if (folders.some(folder => !/^[\w.-]+$/.test(folder) || /^\.+$/.test(folder))) return undefined
  return {
    endpoint: origin,
    bucket,
    prefix: folders.map(folder => `${folder}/`).join(''),
    region: searchParams.get('region') ?? 'us-east-1',
    accessKey: decodeURIComponent(username),
    secretKey: decodeURIComponent(password),
  }
}
