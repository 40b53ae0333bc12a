import type { BucketAddress } from '../config/scaling.ts'
import { createBucket } from './file-store/bucket.ts'

/** Object storage that speaks S3: bytes under keys. */
export interface Bucket {
  /** Puts bytes under a key; the service has checked them on arrival. @throws Error when it did not take them */
  put(key: string, bytes: Buffer): Promise<void>
  /** The bytes under a key, exactly as they were put. `undefined`: there are none. @throws Error when it cannot say */
  get(key: string): Promise<Buffer | undefined>
  /** Deletes what is under a key, if anything is. @throws Error when it did not */
  delete(key: string): Promise<void>
}

/** Where the content of a file lies: in its row, or under a key in object storage. */
export interface KeptContent {
  readonly content: Buffer | null
  readonly objectKey: string | null
}

/** The one way to contents of files, wherever they lie. */
export interface FileStore {
  /** Object storage; `undefined`: every content stays in the database. */
  readonly bucket: Bucket | undefined
  /** The content of a file. @throws Error when it lies in object storage and that does not give it */
  read(file: KeptContent): Promise<Buffer>
}

/** The file store of an installation. Nothing connects before it is used. */
export function createFileStore(address: BucketAddress | undefined): FileStore {
  return fileStoreOn(address === undefined ? undefined : createBucket(address))
}

/** A file store on some object storage, or on none. */
export function fileStoreOn(bucket: Bucket | undefined): FileStore {
  return {
    bucket,
    async read({ content, objectKey }) {
      if (content !== null) return content
      if (objectKey === null) throw new Error('a file without content')
      if (bucket === undefined) throw new Error('a file lies in object storage, and FILES_URL is not set')
      const bytes = await bucket.get(objectKey)
      if (bytes === undefined) throw new Error(`object storage has lost ${objectKey}`)
      return bytes
    },
  }
}
