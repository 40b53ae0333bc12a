import { newHistory } from './history.ts'
import { findBrokenPromises } from './invariants.ts'
import type { Stage } from './stage.ts'

/** The control of what a kill in the middle must not leave: a booking whose mail is missing is seen. */
export async function controlHalfBooking(stage: Stage): Promise<void> {
  const [mail] = await stage.db('mails').where({ kind: 'registration-confirmed' }).limit(1)
  if (mail === undefined) throw new Error('nobody was confirmed')
  const called = (kind: string) => stage.db('mails').where({ id: mail.id }).update({ kind })
  await called('something-else')
  const seen = await stage.broken()
  await called(mail.kind)
  stage.control(
    'a booking without its mail',
    seen.some(one => one.startsWith('I6')),
  )
}

/** The control of what people were told: a place that was promised and is not there is seen. */
export async function controlLostPlace({ db, history, control }: Stage): Promise<void> {
  const whole = newHistory()
  const told = history.attempts.find(({ outcome }) => outcome === 'place')
  if (told === undefined) throw new Error('nobody was told of a place')
  whole.add({ ...told, email: 'ztraceny@example.org' })
  control('a place that was told and is not there', (await findBrokenPromises(db, whole)).length > 0)
}
