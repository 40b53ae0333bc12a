import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'

/** An S3 service on a folder, with one bucket. */
export interface ObjectStorage extends Daemon {
  /** The bucket as `FILES_URL`; another secret is one that the service does not know. */
  url(secret?: string): string
  /** Files in the bucket: an object is a file. */
  objects(): string[]
}

const accessKey = 'POZVANKA'
const secretKey = 'tajné/heslo+k úložišti'
export const bucket = 'pozvanka-soubory'

/** Where `go install github.com/versity/versitygw/cmd/versitygw@v1.8.0` has put it, if it has. */
export function findVersityGateway(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), process.env['GOBIN'] ?? '', join(homedir(), 'go/bin')]
  return folders.map(folder => join(folder, 'versitygw')).find(path => path.startsWith('/') && existsSync(path))
}

/** Starts the Versity S3 Gateway on a folder of its own. */
export async function startVersityGateway(program: string): Promise<ObjectStorage> {
  const daemon = await startDaemon({
    program,
    environment: { ROOT_ACCESS_KEY: accessKey, ROOT_SECRET_KEY: secretKey, VGW_REGION: 'eu-central-1' },
    prepare(folder, port) {
      const [data, meta] = [join(folder, 'data'), join(folder, 'meta')]
      mkdirSync(join(data, bucket), { recursive: true })
      mkdirSync(meta)
      // Not every file system of a container has extended attributes.
      return ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', '--sidecar', meta, data]
    },
  })
  const files = join(daemon.folder, 'data', bucket)
  return {
    ...daemon,
    url: (secret = secretKey) =>
      `s3+http://${accessKey}:${encodeURIComponent(secret)}@127.0.0.1:${daemon.port}/${bucket}/uploads?region=eu-central-1`,
    objects: () =>
      readdirSync(files, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name)),
  }
}
