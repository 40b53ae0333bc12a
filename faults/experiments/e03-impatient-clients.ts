import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'

/** People whose connection breaks at a random moment, several times, and who send the same form again. */
async function run(stage: Stage): Promise<void> {
  const people = stage.isShort ? 40 : 300
  const entrance = await stage.open({ capacity: Math.floor(people / 2) })
  const one = async (n: number) => {
    for (let attempt = 0; attempt < 4; attempt++) {
      const timeoutMs = 1 + Math.floor(Math.random() * 250)
      const { outcome } = await stage.register(entrance, `netrpelivy-${n}`, { tries: 1, timeoutMs })
      if (outcome === 'unknown') stage.fault('client gave up')
    }
    await stage.register(entrance, `netrpelivy-${n}`)
  }
  for (let from = 0; from < people; from += 50)
    await Promise.all(Array.from({ length: Math.min(50, people - from) }, (_, n) => one(from + n)))
  const left = [...stage.history.final()].filter(([, outcome]) => outcome === 'unknown')
  stage.expect(left.length === 0, `${left.length} people never learnt where they stand`)
}

const impatientClients: Experiment = {
  id: 'e03',
  title: 'clients give up at random moments and try again',
  holds: 'who was told of a place has one; nobody has two (I3, I4)',
  run,
}
export default impatientClients
