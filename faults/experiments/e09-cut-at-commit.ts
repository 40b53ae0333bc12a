import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'

/** The connection to the database breaks when COMMIT is on its way: the server cannot know whether it happened. */
async function run(stage: Stage): Promise<void> {
  const [rounds, users] = stage.isShort ? [4, 10] : [40, 40]
  let cuts = 0
  for (let round = 0; round < rounds; round++) {
    const entrance = await stage.open({ capacity: Math.floor(users / 2) })
    const made = stage.toDatabase.cutAfter(/commit/i, 1 + (round % 3))
    // Every other round somebody is alone, for whom no batch is tried again.
    if (round % 2 === 0) await stage.register(entrance, `sam-${round}`)
    await stage.crowd(entrance, `spolu-${round}`, users)
    cuts += made()
    await stage.toDatabase.heal()
  }
  stage.fault('connection cut after COMMIT was sent', cuts)
  stage.expect(cuts >= rounds, `only ${cuts} commits were cut in ${rounds} rounds`)
  const left = [...stage.history.final().values()].filter(outcome => outcome === 'unknown').length
  stage.expect(left === 0, `${left} people never learnt where they stand`)
  const failed = stage.history.counts().failed ?? 0
  stage.expect(failed === 0, `${failed} answers of 500, where the server could have looked`)
  await stage.recovered()
}

const cutAtCommit: Experiment = {
  id: 'e09',
  title: 'connection lost exactly at COMMIT',
  holds: 'the server looks again; nobody is lost or registered twice (I3, I4)',
  isShort: true,
  run,
}
export default cutAtCommit
