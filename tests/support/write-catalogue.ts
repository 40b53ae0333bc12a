// A process of its own that writes every kind of mail in both languages into a folder, as html, text and .eml, for tools
// that are no Jest: node --import tsx tests/support/write-catalogue.ts <folder>
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { framedHtml } from '../../src/features/mail/rules/framed.ts'
import { createTestDatabase } from './database.ts'
import { mailCatalogue } from './mail-catalogue.ts'
import { startTestServer } from './server.ts'

const folder = process.argv[2] ?? ''
if (folder === '') throw new Error('write-catalogue.ts <folder>')
mkdirSync(folder, { recursive: true })
const server = await startTestServer()
try {
  const address = await createTestDatabase()
  for (const { kind, locale, html, text, source, message } of await mailCatalogue(address)) {
    const attachments = (message.attachments ?? []).map(({ contentId, contentType, content }) => ({
      contentId: contentId ?? null,
      contentType,
      base64: Buffer.from(content).toString('base64'),
    }))
    const name = join(folder, `${kind}.${locale}`)
    writeFileSync(`${name}.html`, framedHtml({ html, attachments }))
    writeFileSync(`${name}.txt`, text)
    writeFileSync(`${name}.eml`, source)
  }
} finally {
  await server.remove()
}
process.exit(0)
