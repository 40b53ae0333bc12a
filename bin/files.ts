import { bringBack, fileShelf, moveToBucket, type Shelf } from '../src/features/files/actions/objects.ts'
import { countContents } from '../src/features/files/queries.ts'
import { answerShelf } from '../src/features/registration/actions/answer-shelf.ts'
import type { Services } from '../src/services.ts'
import { withServices } from './support/command.ts'

const usage = `Where the contents of uploaded files lie. Servers may go on meanwhile.

  npm run files                    how many lie in the database, and how many in the object storage of FILES_URL
  npm run files -- into-bucket     moves them there now; the jobs do so every five minutes
  npm run files -- into-database   brings them back, to leave object storage: stop the workers before, and start
                                   everything again without FILES_URL after`

type Mover = (services: Services, shelf: Shelf) => Promise<number>

const movers: ReadonlyMap<string, Mover> = new Map([
  ['into-bucket', ({ db, files }, shelf) => moveToBucket(db, files, shelf)],
  ['into-database', ({ db, files }, shelf) => bringBack(db, files, shelf)],
])

/** A shelf gives some hundred at a time. */
async function moveAll(services: Services, mover: Mover): Promise<number> {
  let sum = 0
  for (const shelf of [fileShelf, answerShelf]) {
    for (let moved = await mover(services, shelf); moved > 0; moved = await mover(services, shelf)) sum += moved
  }
  return sum
}

async function main([deed, ...rest]: readonly string[]): Promise<void> {
  const mover = movers.get(deed ?? '')
  if (rest.length > 0 || (deed !== undefined && mover === undefined)) {
    console.error(usage)
    process.exitCode = 1
    return
  }
  await withServices(async services => {
    if (mover !== undefined && services.files.bucket === undefined) throw new Error('FILES_URL is not set')
    if (mover !== undefined) console.log(`${await moveAll(services, mover)} moved`)
    const { inDatabase, inBucket, loose } = await countContents(services.db)
    console.log(`${inDatabase} in the database, ${inBucket} in object storage, ${loose} there that nothing names`)
  })
}

await main(process.argv.slice(2))
