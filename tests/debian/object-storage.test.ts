import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { loadConfig } from '../../src/config.ts'
import { system } from '../../src/core/actor.ts'
import { rows } from '../../src/core/database.ts'
import { createFileStore, type FileStore } from '../../src/core/file-store.ts'
import { localDateTime, timeZone } from '../../src/core/time.ts'
import { releaseAgenda } from '../../src/features/agenda/actions/release.ts'
import { addMaterial, publishMaterials, removeMaterial } from '../../src/features/contributions/actions/materials.ts'
import { listMaterials } from '../../src/features/contributions/queries/materials.ts'
import { bringBack, dropLooseObjects, fileShelf, moveToBucket } from '../../src/features/files/actions/objects.ts'
import { countContents } from '../../src/features/files/queries.ts'
import { createOrganisation } from '../factories/accounts.ts'
import { createSession, createStage } from '../factories/agenda.ts'
import { aPdf } from '../factories/contributions.ts'
import { createTestDatabase, dropTestDatabase } from '../support/database.ts'
import { databaseUrl } from '../support/database-url.ts'
import { type Application, startApplication } from './support/applications.ts'
import { findVersityGateway, type ObjectStorage, startVersityGateway } from './support/versitygw.ts'

const gateway = findVersityGateway()
if (gateway === undefined) {
  const line = '!'.repeat(100)
  const how = 'go install github.com/versity/versitygw/cmd/versitygw@v1.8.0'
  process.stderr.write(`${line}\nSKIPPED: uploads in object storage. No S3 service here:\n  ${how}\n${line}\n`)
}
const whenThere = gateway !== undefined ? describe : describe.skip

whenThere('an application whose uploads lie in object storage', () => {
  let storage: ObjectStorage
  let address: Awaited<ReturnType<typeof createTestDatabase>>
  let application: Application
  let material: { readonly id: number; readonly fileId: number }
  let event: Awaited<ReturnType<typeof createStage>>['event']
  let path: string
  const content = aPdf(2_000_000)
  const db = () => application.services.db
  const get = async () => {
    const answer = await fetch(`${application.url}${path}`)
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
  }
  beforeAll(async () => {
    storage = await startVersityGateway(gateway ?? '')
    address = await createTestDatabase()
    application = await startApplication({ DATABASE_URL: databaseUrl(address), FILES_URL: storage.url() })
    const organisation = await createOrganisation(db(), { slug: 'porad', name: 'Pořadatel' })
    const made = await createStage(db(), organisation.id, {
      slug: 'soubory',
      timeZone: timeZone('Europe/Prague'),
      startsLocal: localDateTime('2027-10-30', '09:00'),
      endsLocal: localDateTime('2027-10-30', '17:00'),
    })
    event = made.event
    const when = { startsLocal: localDateTime('2027-10-30', '10:00'), endsLocal: localDateTime('2027-10-30', '11:00') }
    await createSession(db(), event, { kind: 'talk', title: { cs: 'Přednáška' }, when })
    const [session] = await db()('agendaSessions').where({ eventId: event.id })
    if (session === undefined) throw new Error('no session')
    expect(await addMaterial(db(), system, { event, session, file: { name: 'a.pdf', content }, title: '' })).toEqual({
      kind: 'added',
    })
    const materials = await listMaterials(db(), [session.id])
    await publishMaterials(db(), system, { event, materials, isPublic: true })
    await releaseAgenda(db(), system, { event, note: {} })
    const [only] = materials
    if (only === undefined) throw new Error('no material')
    material = only
    path = `/cs/events/soubory/sessions/${session.reference}/materials/${only.reference}`
  })
  afterAll(async () => {
    await application?.stop()
    await storage?.stop()
    await dropTestDatabase(address)
  })

  it('hands a file over from the database until it has moved, and then from there', async () => {
    const before = await get()
    expect([before.status, before.bytes.equals(content)]).toEqual([200, true])
    const wrong = createFileStore(loadConfig({ FILES_URL: storage.url('another secret') }).files)
    await expect(moveToBucket(db(), wrong, fileShelf)).rejects.toThrow(/403 SignatureDoesNotMatch/)
    expect(storage.objects()).toEqual([])
    await application.runJobs({ pollMs: 200 })
    expect(await moveToBucket(db(), application.services.files, fileShelf)).toBe(1)
    const [object = ''] = storage.objects()
    expect(object).toContain('/uploads/files/')
    expect(readFileSync(object).equals(content)).toBe(true)
    const after = await get()
    expect([after.status, after.bytes.equals(content)]).toEqual([200, true])
  })

  it('answers 503 for that file alone while the service is away, and takes new files all the same', async () => {
    await storage.kill()
    expect((await get()).status).toBe(503)
    expect((await fetch(`${application.url}/cs/events/soubory`)).status).toBe(200)
    const [session] = await db()('agendaSessions').where({ eventId: event.id })
    if (session === undefined) throw new Error('no session')
    const file = { name: 'b.pdf', content: aPdf(1_000) }
    expect((await addMaterial(db(), system, { event, session, file, title: '' })).kind).toBe('added')
    await expect(moveToBucket(db(), application.services.files, fileShelf)).rejects.toThrow('does not answer')
    await storage.again()
    expect((await get()).status).toBe(200)
    expect(await moveToBucket(db(), application.services.files, fileShelf)).toBe(1)
  })

  it('hands over no bytes that are not those that were stored', async () => {
    const object = storage.objects().find(path => readFileSync(path).equals(content)) ?? ''
    writeFileSync(object, Buffer.from(content).fill(0, 1_000, 1_010))
    expect((await get()).status).toBe(500)
    writeFileSync(object, content)
    expect((await get()).status).toBe(200)
  })

  it('deletes there what is deleted here, and can come back into the database', async () => {
    const { bucket } = application.services.files
    if (bucket === undefined) throw new Error('no bucket')
    expect(await bringBack(db(), application.services.files, fileShelf)).toBe(2)
    expect((await get()).bytes.equals(content)).toBe(true)
    await rows(db(), `update stored_objects set created_at = created_at - interval '61 minutes'`)
    const gone = await dropLooseObjects(db(), bucket)
    expect([gone >= 2, storage.objects()]).toEqual([true, []])
    expect(await moveToBucket(db(), application.services.files, fileShelf)).toBe(2)
    await removeMaterial(db(), system, { event, material })
    expect((await get()).status).toBe(404)
    await rows(db(), `update stored_objects set created_at = created_at - interval '61 minutes'`)
    expect(await dropLooseObjects(db(), bucket)).toBe(1)
    expect(storage.objects()).toHaveLength(1)
    expect(await countContents(db())).toEqual({ inDatabase: 0, inBucket: 1, loose: 0 })
  })
})

/** An address that nobody answers at is told as such, too. */
describe('an address of object storage', () => {
  const storeAt = (url: string): FileStore => createFileStore(loadConfig({ FILES_URL: url }).files)

  it('where nobody answers makes a file busy, not lost', async () => {
    const store = storeAt('s3+http://key:secret@127.0.0.1:9/bucket')
    await expect(store.read({ content: null, objectKey: 'files/x' })).rejects.toMatchObject({ status: 503 })
  })
})
