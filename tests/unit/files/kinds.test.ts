import { describe, expect, it } from '@jest/globals'
import { cleanFileName, endingWord, materialEndings, recogniseFile } from '../../../src/features/files/rules/kinds.ts'

const zip = (...names: string[]) => Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.from(names.join('\0'))])
const openDocument = (kind: string) => {
  const head = Buffer.alloc(30)
  head.write('PK\u0003\u0004', 'latin1')
  return Buffer.concat([head, Buffer.from(`mimetypeapplication/vnd.oasis.opendocument.${kind}PK`)])
}

describe('what a file is', () => {
  it.each([
    ['a.png', Buffer.from('89504e470d0a1a0a00', 'hex'), 'image/png'],
    ['A.PNG', Buffer.from('89504e470d0a1a0a00', 'hex'), 'image/png'],
    ['a.jpg', Buffer.from('ffd8ffe000', 'hex'), 'image/jpeg'],
    ['a.jpeg', Buffer.from('ffd8ffe100', 'hex'), 'image/jpeg'],
    ['a.webp', Buffer.from('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
    ['a.pdf', Buffer.from('%PDF-1.4'), 'application/pdf'],
    ['a.docx', zip('[Content_Types].xml', 'word/document.xml'), /wordprocessingml\.document$/],
    ['a.pptx', zip('[Content_Types].xml', 'ppt/presentation.xml'), /presentationml\.presentation$/],
    ['a.odt', openDocument('text'), /opendocument\.text$/],
    ['a.odp', openDocument('presentation'), /opendocument\.presentation$/],
  ])('%s is told by its ending and its bytes', (name, content, type) => {
    expect(recogniseFile(name, content)).toMatch(type)
  })

  it.each([
    ['a.gif', Buffer.from('GIF89a')],
    ['a.svg', Buffer.from('<svg/>')],
    ['a.html', Buffer.from('%PDF-1.4')],
    ['a', Buffer.from('%PDF-1.4')],
    ['pdf', Buffer.from('%PDF-1.4')],
    ['a.pdf', Buffer.from(' %PDF-1.4')],
    ['a.pdf', Buffer.alloc(0)],
    ['a.png', Buffer.from('89504e47', 'hex')],
    ['a.docx', zip('[Content_Types].xml', 'ppt/presentation.xml')],
    ['a.docx', zip('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin')],
    ['a.docx', zip('evil.exe')],
    ['a.odt', openDocument('presentation')],
    ['a.odt', zip('mimetype')],
    ['a.xlsx', zip('[Content_Types].xml', 'xl/workbook.xml')],
  ])('%s is refused when they do not agree or are none of ours', (name, content) => {
    expect(recogniseFile(name, content)).toBeUndefined()
  })
})

describe('what is taken beside a session', () => {
  const keynote = zip('Index/Document.iwa')
  it.each([
    ['a.key', keynote, 'application/vnd.apple.keynote'],
    ['a.pdf', Buffer.from('%PDF-1.7'), 'application/pdf'],
    ['a.pptx', zip('[Content_Types].xml', 'ppt/presentation.xml'), /presentationml\.presentation$/],
  ])('%s', (name, content, type) => {
    expect(recogniseFile(name, content, materialEndings)).toMatch(type)
  })

  it.each([
    ['a.key', zip('evil.exe')],
    ['a.zip', keynote],
    ['a.png', Buffer.from('89504e470d0a1a0a00', 'hex')],
    ['a.pptx', zip('[Content_Types].xml', 'ppt/presentation.xml', 'ppt/vbaProject.bin')],
  ])('not %s', (name, content) => {
    expect(recogniseFile(name, content, materialEndings)).toBeUndefined()
  })

  it('a keynote answers no question', () => {
    expect(recogniseFile('a.key', keynote)).toBeUndefined()
    expect([endingWord('Slidy.pptx'), endingWord('slidy')]).toEqual(['PPTX', ''])
  })
})

describe('the name of a file', () => {
  it.each([
    ['Životopis.pdf', 'Životopis.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\jana\\foto.PNG', 'foto.png'],
    ['a\u0000b\u202e.png', 'ab.png'],
    ['  .htaccess', 'htaccess'],
    ['', 'soubor'],
    ['..', 'soubor'],
    ['a:b*c?.pdf', 'a-b-c-.pdf'],
    [`${'x'.repeat(500)}.pdf`, `${'x'.repeat(116)}.pdf`],
  ])('%j becomes %j', (name, clean) => {
    expect(cleanFileName(name)).toBe(clean)
  })
})
