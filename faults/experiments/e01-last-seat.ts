import { inTransaction, only } from '../../src/core/database.ts'
import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'

/** Two servers, one place left, many forms at the same moment; again and again. */
async function run(stage: Stage): Promise<void> {
  const [rounds, users] = stage.isShort ? [5, 60] : [100, 200]
  for (let round = 0; round < rounds; round++) {
    const entrance = await stage.open({ capacity: 1, hasWaitingList: round % 2 === 1 })
    const attempts = await stage.crowd(entrance, `r${round}`, users)
    const told = (outcome: string) => attempts.filter(attempt => attempt.outcome === outcome).length
    const [placed, others] = [told('place'), told('full') + told('waiting')]
    stage.fault('form too many for the last place', users - 1)
    stage.expect(
      placed === 1 && others === users - 1,
      `round ${round}: ${placed} were told of the only place, ${others} of none`,
    )
  }
  stage.note(`p95 of an answer ${Math.round(stage.history.p95())} ms, ${users} at once`)
  stage.control('count first, then insert', (await oversell(stage, 40)) > 1)
}

/** The control: as many programs do it. Reads how many there are, and inserts when there is room. */
async function oversell({ db }: Stage, users: number): Promise<number> {
  await db.raw('create table naive (place int)')
  // Every connection stands before the first looks.
  await Promise.all(Array.from({ length: 5 }, () => db.raw('select pg_sleep(0.2)')))
  const book = () =>
    inTransaction(db, async trx => {
      const { count } = only((await trx.raw<{ rows: { count: number }[] }>('select count(*)::int from naive')).rows)
      if (count < 1) await trx.raw('insert into naive values (1)')
    })
  await Promise.all(Array.from({ length: users }, book))
  const { count } = only((await db.raw<{ rows: { count: number }[] }>('select count(*)::int from naive')).rows)
  return count
}

const lastSeat: Experiment = {
  id: 'e01',
  title: 'one place, two servers, 200 forms at once',
  holds: 'one place given each time; everybody else is told so (I1, I2)',
  isShort: true,
  run,
}
export default lastSeat
