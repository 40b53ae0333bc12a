import type { GivenAnswer, RegisterRequest } from '../../src/features/registration/types.ts'
import type { PersonContent } from '../content/people.ts'
import { satelliteGuests } from '../content/people/burgas.ts'
import type { LoadedSetup } from './registration-setup.ts'

/** What a guest wants besides a place. */
export type Wishes = Pick<RegisterRequest, 'attendance' | 'partIds' | 'optionIds' | 'answers'>

/** At the final conference every third wants to see the laboratories, which is more than they hold. */
export function twinningWishes(
  { parts, questions, options }: LoadedSetup,
  person: PersonContent,
  index: number,
): Wishes {
  const heard = ['mail', 'web', 'colleague'][index % 4]
  const answers = heard === undefined ? [] : [answer(questions.of('heard').id, options.of(`heard.${heard}`).reference)]
  const isEarly = person[4]?.fate === undefined && index % 3 === 0
  return { answers, partIds: isEarly ? [parts.of('laboratories').id] : [] }
}

/** In Burgas people choose by who they are, and no two things at once; some stay at home and watch. */
export function burgasWishes(
  setup: LoadedSetup,
  [, familyName, country, , more]: PersonContent,
  { row, category }: { row: number; category: number },
): Wishes {
  const isOnline = country !== 'BG' && row % 5 === 4 && more?.fate === undefined
  const keys = isOnline ? partsAtHome(category) : partsOnSpot(familyName, row, category)
  const { answers, rooms } = answersOf(setup, { country, row, category, isOnline })
  return {
    attendance: isOnline ? 'online' : 'on_site',
    partIds: keys.map(key => setup.parts.of(key).id),
    optionIds: rooms.map(room => setup.options.of(`room.${room}`).id),
    answers,
  }
}

function partsAtHome(category: number): string[] {
  return category <= 2 ? ['b2b'] : []
}

function partsOnSpot(familyName: string, row: number, category: number): string[] {
  const satellites = Object.entries(satelliteGuests).flatMap(([key, names]) =>
    names.includes(familyName) ? [key] : [],
  )
  const keys = [...satellites]
  if (row % 4 === 1) keys.push('creative')
  if (category <= 2) keys.push('b2b')
  else if (row % 3 !== 2) keys.push('mapping')
  if (row % 5 !== 3) keys.push('dinner')
  if (row % 3 === 0) keys.push('harbour')
  else if (row % 4 === 2) keys.push('salt')
  return keys
}

interface Guest {
  readonly country: string
  readonly row: number
  readonly category: number
  readonly isOnline: boolean
}

function answersOf({ questions, options }: LoadedSetup, { country, row, category, isOnline }: Guest) {
  const answers: GivenAnswer[] = []
  const choose = (question: string, key: string) =>
    answers.push(answer(questions.of(question).id, options.of(`${question}.${key}`).reference))
  const arrival = country === 'BG' ? 'local' : row % 3 === 0 ? 'ground' : 'plane'
  if (!isOnline) choose('arrival', arrival)
  if (!isOnline && arrival === 'plane' && row % 2 === 0)
    answers.push(answer(questions.of('flight').id, `OK ${810 + row}, ${9 + (row % 8)}.40`))
  const room = isOnline || country === 'BG' ? undefined : row % 3 === 1 ? 'double' : 'single'
  if (room !== undefined) choose('room', room)
  if (category <= 2 && row % 2 === 0) {
    const topics = ['tourism', 'green', 'creative', 'projects', 'funding'].filter((_, index) => (index + row) % 3 === 0)
    answers.push(
      answer(
        questions.of('topics').id,
        topics.map(topic => options.of(`topics.${topic}`).reference),
      ),
    )
  }
  return { answers, rooms: room === undefined ? [] : [room] }
}

function answer(questionId: number, value: GivenAnswer['value']): GivenAnswer {
  return { questionId, value, isSensitive: false }
}
