/** Characters of a file's name at most, its ending included. */
const longestName = 120

const office = 'application/vnd.openxmlformats-officedocument'
const openDocument = 'application/vnd.oasis.opendocument'

/** A kind of file that people may send: its endings, its type, and how its bytes betray it. */
interface FileKind {
  readonly endings: readonly string[]
  readonly contentType: string
  readonly isOne: (content: Buffer) => boolean
}

const kinds: readonly FileKind[] = [
  { endings: ['png'], contentType: 'image/png', isOne: startsWith('89504e470d0a1a0a') },
  { endings: ['jpg', 'jpeg'], contentType: 'image/jpeg', isOne: startsWith('ffd8ff') },
  { endings: ['webp'], contentType: 'image/webp', isOne: content => isRiff(content, 'WEBP') },
  { endings: ['pdf'], contentType: 'application/pdf', isOne: startsWith('255044462d') },
  { endings: ['docx'], contentType: `${office}.wordprocessingml.document`, isOne: isOffice('word/document.xml') },
  { endings: ['pptx'], contentType: `${office}.presentationml.presentation`, isOne: isOffice('ppt/presentation.xml') },
  { endings: ['odt'], contentType: `${openDocument}.text`, isOne: isOpenDocument('text') },
  { endings: ['odp'], contentType: `${openDocument}.presentation`, isOne: isOpenDocument('presentation') },
  { endings: ['key'], contentType: 'application/vnd.apple.keynote', isOne: isKeynote },
]

/** What answers the question of a form that asks for a file. */
const answerEndings = ['png', 'jpg', 'jpeg', 'webp', 'pdf', 'docx', 'pptx', 'odt', 'odp'] as const
/** What is read beside a session: slides and hand-outs. No archives: nobody knows what is in them. */
export const materialEndings = ['pdf', 'pptx', 'odp', 'key', 'docx', 'odt'] as const
/** Bytes of a material at most. */
export const largestMaterial = 25 * 1024 * 1024
/** What is drawn anew as a photograph (`core/pictures.ts`), and its bytes at most: what a telephone makes. */
export const photographTypes = ['image/jpeg', 'image/png', 'image/webp'] as const
export const largestPhotograph = 10 * 1024 * 1024

/**
 * The media type of a file somebody sent, when its ending and its bytes agree on one of the few kinds we take; what the
 * browser says of it counts for nothing (SEC-56).
 */
export function recogniseFile(
  name: string,
  content: Buffer,
  allowed: readonly string[] = answerEndings,
): string | undefined {
  const ending = endingOf(name)
  if (!allowed.includes(ending)) return undefined
  return kinds.find(({ endings, isOne }) => endings.includes(ending) && isOne(content))?.contentType
}

/** The name of a file without folders and without characters that a file system or a header would take amiss. */
export function cleanFileName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replace(/[<>:"|?*]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const ending = endingOf(clean)
  const stem = ending === '' ? clean : clean.slice(0, -ending.length - 1)
  const short = [...stem].slice(0, longestName - ending.length - 1).join('') || 'soubor'
  return ending === '' ? short : `${short}.${ending}`
}

/** `PPTX`: what kind a file is, in a word that people know. */
export function endingWord(fileName: string): string {
  return endingOf(fileName).toUpperCase()
}

function endingOf(name: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

function startsWith(hex: string): (content: Buffer) => boolean {
  const magic = Buffer.from(hex, 'hex')
  return content => content.subarray(0, magic.length).equals(magic)
}

function isRiff(content: Buffer, kind: string): boolean {
  return content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === kind
}

const isZip = startsWith('504b0304')

/** Office Open XML: a ZIP with the parts of that kind, and without macros. */
function isOffice(part: string): (content: Buffer) => boolean {
  return content =>
    isZip(content) &&
    content.includes('[Content_Types].xml') &&
    content.includes(part) &&
    !content.includes('vbaProject')
}

/** OpenDocument: the first entry of the ZIP is the uncompressed media type. */
function isOpenDocument(kind: string): (content: Buffer) => boolean {
  const first = `mimetype${openDocument}.${kind}`
  return content => isZip(content) && content.toString('latin1', 30, 30 + first.length) === first
}

/** Keynote: a ZIP of Apple's own archives, in it or in a ZIP within. */
function isKeynote(content: Buffer): boolean {
  return isZip(content) && (content.includes('Index/Document.iwa') || content.includes('Index.zip'))
}
