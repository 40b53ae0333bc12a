import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import type { BucketAddress } from '../../config/scaling.ts'
import { Busy } from '../errors.ts'
import type { Bucket } from '../file-store.ts'

const patienceMs = 20_000
/** What the bytes were when they were put: the answer is compared with it, whatever happened on the disks there. */
const digestHeader = 'x-amz-meta-sha256'

/**
 * A bucket of a service that speaks S3 (AWS, Ceph, MinIO, Versity, Cloudflare R2, …), addressed by path, signed by
 * version 4. Each attempt is bounded; a service that does not answer is a busy one (503) to whoever asked for a file.
 */
export function createBucket({ endpoint, bucket, prefix, region, accessKey, secretKey }: BucketAddress): Bucket {
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    region,
    service: 's3',
    retries: 2,
  })

  async function ask(method: string, key: string, body?: Buffer): Promise<Response> {
    const digest = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    const headers = { 'x-amz-content-sha256': digest, ...(body && { [digestHeader]: digest }) }
    try {
      return await client.fetch(`${endpoint}/${bucket}/${prefix}${key}`, {
        method,
        headers,
        signal: AbortSignal.timeout(patienceMs),
        ...(body && { body: new Uint8Array(body) }),
      })
    } catch (error) {
      throw new Busy(`object storage does not answer: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  return {
    async put(key, bytes) {
      const answer = await ask('PUT', key, bytes)
      if (!answer.ok) throw await refused('PUT', key, answer)
      await answer.body?.cancel()
    },
    async get(key) {
      const answer = await ask('GET', key)
      if (answer.status === 404) {
        const text = await answer.text()
        // A bucket that is not there has lost nothing: it is the wrong address.
        if (text.includes('NoSuchBucket')) throw new Error(`object storage has no bucket ${bucket}`)
        return undefined
      }
      if (!answer.ok) throw await refused('GET', key, answer)
      const bytes = Buffer.from(await answer.arrayBuffer())
      const digest = createHash('sha256').update(bytes).digest('hex')
      if (answer.headers.get(digestHeader) !== digest) throw new Error(`object storage gave other bytes for ${key}`)
      return bytes
    },
    async delete(key) {
      const answer = await ask('DELETE', key)
      if (!answer.ok && answer.status !== 404) throw await refused('DELETE', key, answer)
      await answer.body?.cancel()
    },
  }
}

/** What it complained about; the answer names no secret of ours. */
async function refused(method: string, key: string, answer: Response): Promise<Error> {
  const text = await answer.text()
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? 'no code'
  const sentence = `object storage refused ${method} ${key}: ${answer.status} ${code}`
  return answer.status >= 500 ? new Busy(sentence) : new Error(sentence)
}
