import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'

/** What a ZIP archive says of one of its files (APPNOTE 4.3.12). */
interface Entry {
  readonly name: string
  readonly isEncrypted: boolean
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

export type Unzipped =
  | { readonly kind: 'files'; readonly files: ReadonlyMap<string, Buffer> }
  | { readonly kind: 'broken' }
  | { readonly kind: 'too-big' }
  | { readonly kind: 'encrypted' }

const mostEntries = 200
/** Bytes of all files together. */
const mostInflated = 100 * 1024 * 1024
/** How much smaller than its content a file may be; XML of a sheet shrinks ten to forty times. */
const highestRatio = 200
const ratioMattersFrom = 1024 * 1024

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw)

/**
 * Unpacks the files of an archive that are wanted. Sizes are judged from the central directory before anything is
 * unpacked, and no file may grow beyond the size it claims: an archive that lies is broken, one that would fill the
 * memory is too big.
 */
export async function unzip(content: Buffer, isWanted: (name: string) => boolean): Promise<Unzipped> {
  const entries = readDirectory(content)
  if (entries === undefined) return { kind: 'broken' }
  if (entries.length > mostEntries || isBomb(entries)) return { kind: 'too-big' }
  if (entries.some(entry => entry.isEncrypted)) return { kind: 'encrypted' }
  const files = new Map<string, Buffer>()
  for (const entry of entries.filter(entry => isWanted(entry.name))) {
    const file = await unpack(content, entry)
    if (file === undefined || files.has(entry.name)) return { kind: 'broken' }
    files.set(entry.name, file)
  }
  return { kind: 'files', files }
}

function isBomb(entries: readonly Entry[]): boolean {
  const inflated = entries.reduce((sum, entry) => sum + entry.size, 0)
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0)
  return inflated > mostInflated || (inflated > ratioMattersFrom && inflated > packed * highestRatio)
}

/** The entries of the central directory; undefined when there is none, or its numbers make no sense (or are ZIP64). */
function readDirectory(content: Buffer): Entry[] | undefined {
  const end = content.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > content.length) return undefined
  const count = content.readUInt16LE(end + 10)
  const entries: Entry[] = []
  let at = content.readUInt32LE(end + 16)
  // One over the limit is enough to know.
  for (let number = 0; number < Math.min(count, mostEntries + 1); number += 1) {
    if (at + 46 > content.length || content.readUInt32LE(at) !== 0x02014b50) return undefined
    const nameLength = content.readUInt16LE(at + 28)
    const next = at + 46 + nameLength + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32)
    entries.push({
      name: content.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/'),
      isEncrypted: (content.readUInt16LE(at + 8) & 1) === 1,
      method: content.readUInt16LE(at + 10),
      packed: content.readUInt32LE(at + 20),
      size: content.readUInt32LE(at + 24),
      offset: content.readUInt32LE(at + 42),
    })
    at = next
  }
  return entries
}

async function unpack(content: Buffer, entry: Entry): Promise<Buffer | undefined> {
  const at = entry.offset
  if (at + 30 > content.length || content.readUInt32LE(at) !== 0x04034b50) return undefined
  const start = at + 30 + content.readUInt16LE(at + 26) + content.readUInt16LE(at + 28)
  const packed = content.subarray(start, start + entry.packed)
  if (packed.length !== entry.packed) return undefined
  if (entry.method === 0) return entry.size === entry.packed ? packed : undefined
  if (entry.method !== 8) return undefined
  try {
    const file = await inflate(packed, { maxOutputLength: Math.max(1, entry.size) })
    return file.length === entry.size ? file : undefined
  } catch {
    return undefined
  }
}

/** Packs files without compressing them: what a reader gets that must not unpack anything itself. */
export function zipStored(files: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, file] of files) {
    const label = Buffer.from(name, 'utf8')
    const shared = sharedHeader(label, file)
    const local = Buffer.concat([signature(0x04034b50), shared, label, file])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([signature(0x02014b50), Buffer.from([20, 0]), shared, tail, label]))
    parts.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.size, 4)
  end.writeUInt16LE(files.size, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, listed, signature(0x06054b50), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** Version, UTF-8 names, stored, no date, checksum, both sizes, length of the name, nothing extra. */
function sharedHeader(label: Buffer, file: Buffer): Buffer {
  const header = Buffer.alloc(26)
  header.writeUInt16LE(20, 0)
  header.writeUInt16LE(0x0800, 2)
  header.writeUInt16LE(0x21, 8)
  header.writeUInt32LE(crc32(file), 10)
  header.writeUInt32LE(file.length, 14)
  header.writeUInt32LE(file.length, 18)
  header.writeUInt16LE(label.length, 22)
  return header
}
