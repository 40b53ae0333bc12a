import { beforeEach, describe, expect, it } from '@jest/globals'
import { inTransaction, rows } from '../../../src/core/database.ts'
import { type Bucket, fileStoreOn } from '../../../src/core/file-store.ts'
import { deleteFiles, storeFile } from '../../../src/features/files/actions.ts'
import {
  bringBack,
  dropLooseObjects,
  fileShelf,
  moveToBucket,
  type Shelf,
} from '../../../src/features/files/actions/objects.ts'
import { countContents } from '../../../src/features/files/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { answerShelf } from '../../../src/features/registration/actions/answer-shelf.ts'
import { aPdf } from '../../factories/contributions.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { createQuestion } from '../../factories/questions.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

let event: EventRow
let objects: Map<string, Buffer>
let bucket: Bucket
beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation, slug: 'soubory' })
  objects = new Map()
  bucket = {
    put: async (key, bytes) => void objects.set(key, bytes),
    get: async key => objects.get(key),
    delete: async key => void objects.delete(key),
  }
})

const kept = (content: Buffer) =>
  inTransaction(world.db, trx =>
    storeFile(trx, {
      eventId: event.id,
      purpose: 'material',
      fileName: 'a.pdf',
      contentType: 'application/pdf',
      content,
    }),
  )
const move = (to: Bucket = bucket, shelf: Shelf = fileShelf) => moveToBucket(world.db, fileStoreOn(to), shelf)
const read = async (id: number, from: Bucket | undefined = bucket) => {
  const row = await world.db('files').where({ id }).first('content', 'objectKey')
  return row && fileStoreOn(from).read(row)
}
/** The keys have waited for so long. */
const wait = (minutes: number) =>
  rows(world.db, 'update stored_objects set created_at = created_at - make_interval(mins => ?)', [minutes])

describe('the content of a file', () => {
  it('moves to object storage and back, and is read wherever it lies', async () => {
    const content = aPdf(5_000)
    const { id } = await kept(content)
    expect(await move()).toBe(1)
    expect(await move()).toBe(0)
    expect(await countContents(world.db)).toEqual({ inDatabase: 0, inBucket: 1, loose: 0 })
    expect([...objects.values()]).toEqual([content])
    expect((await read(id))?.equals(content)).toBe(true)
    await expect(fileStoreOn(undefined).read({ content: null, objectKey: 'files/x' })).rejects.toThrow('FILES_URL')
    expect(await bringBack(world.db, fileStoreOn(bucket), fileShelf)).toBe(1)
    expect((await read(id, undefined))?.equals(content)).toBe(true)
  })

  it('of an accepted form moves too; one of a form that was not accepted stays', async () => {
    const question = await createQuestion(world.db, event, 'file')
    const category = await createCategory(world.db, event)
    const { registration } = await createRegistration(world.db, category, 'jana')
    for (const [reference, registrationId] of [['A', registration.id] as const, ['B', null] as const]) {
      const row = { eventId: event.id, questionId: question.id, fileName: 'a.pdf', contentType: 'application/pdf' }
      await world.db('answerFiles').insert({ ...row, reference, registrationId, size: 4, content: Buffer.from('%PDF') })
    }
    expect(await move(bucket, answerShelf)).toBe(1)
    const found = await world.db('answerFiles').orderBy('reference').select('reference', 'objectKey')
    expect(found.map(({ reference, objectKey }) => [reference, objectKey !== null])).toEqual([
      ['A', true],
      ['B', false],
    ])
    expect(await bringBack(world.db, fileStoreOn(bucket), answerShelf)).toBe(1)
  })

  it('is not let go while object storage has not shown that it keeps it', async () => {
    const content = aPdf(2_000)
    const { id } = await kept(content)
    const forgetful: Bucket = { ...bucket, put: async () => undefined }
    const careless: Bucket = { ...bucket, put: async (key, bytes) => void objects.set(key, bytes.subarray(1)) }
    const absent: Bucket = { ...bucket, put: async () => Promise.reject(new Error('does not answer')) }
    for (const one of [forgetful, careless, absent]) await expect(move(one)).rejects.toThrow()
    expect((await read(id, undefined))?.equals(content)).toBe(true)
    // The control: who lets go without looking has lost it.
    await rows(world.db, `insert into stored_objects (key) values ('files/lost')`)
    expect(await fileShelf.letGo(world.db, id, 'files/lost')).toBe(true)
    await expect(read(id)).rejects.toThrow('object storage has lost files/lost')
  })

  it('lies under one key when two move it at once, and the other key is dropped', async () => {
    const content = aPdf(3_000)
    const { id } = await kept(content)
    let come = 0
    let open: () => void = () => undefined
    const both = new Promise<void>(resolve => {
      open = resolve
    })
    const slow: Bucket = {
      ...bucket,
      async put(key, bytes) {
        objects.set(key, bytes)
        come += 1
        if (come === 2) open()
        await both
      },
    }
    expect((await Promise.all([move(slow), move(slow)])).toSorted()).toEqual([0, 1])
    expect(await dropLooseObjects(world.db, bucket)).toBe(0)
    await wait(61)
    expect(await dropLooseObjects(world.db, bucket)).toBe(1)
    expect((await read(id))?.equals(content)).toBe(true)
    expect(objects.size).toBe(1)
  })

  it('goes from object storage when its file goes, and stays written down until it has gone', async () => {
    const { id } = await kept(aPdf())
    await move()
    await inTransaction(world.db, trx => deleteFiles(trx, [id]))
    await wait(61)
    const unwilling: Bucket = { ...bucket, delete: async () => Promise.reject(new Error('does not answer')) }
    await expect(dropLooseObjects(world.db, unwilling)).rejects.toThrow('does not answer')
    expect(await countContents(world.db)).toEqual({ inDatabase: 0, inBucket: 0, loose: 1 })
    expect(await dropLooseObjects(world.db, bucket)).toBe(1)
    expect([objects.size, await countContents(world.db)]).toEqual([0, { inDatabase: 0, inBucket: 0, loose: 0 }])
  })

  it('is not named under a key that may be dropped at any moment', async () => {
    const content = aPdf()
    const { id } = await kept(content)
    const stopped: Bucket = {
      ...bucket,
      async put(key, bytes) {
        objects.set(key, bytes)
        await wait(61)
      },
    }
    expect(await move(stopped)).toBe(0)
    expect(await dropLooseObjects(world.db, bucket)).toBe(1)
    expect((await read(id, undefined))?.equals(content)).toBe(true)
  })
})
