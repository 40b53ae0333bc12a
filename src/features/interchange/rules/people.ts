import { normaliseInput } from '../../../core/typography.ts'
import type { SpeakerInput } from '../../agenda/types/changes.ts'
import type { Draft, DraftSpeaker } from '../../agenda/types.ts'
import type { DocumentPerson, ScheduleDocument } from '../types.ts'
import { isNotYet, type Names, namesOfSpeaker } from './matching.ts'
import { merged } from './states.ts'

/** A person of the document, and what is to be kept of them here. */
export interface PersonChange {
  readonly person: DocumentPerson
  /** Undefined: nobody here yet. */
  readonly speaker: DraftSpeaker | undefined
  readonly input: SpeakerInput
}

/** People of the document who are not here yet. */
export function newPeople(document: ScheduleDocument, names: Names): PersonChange[] {
  return document.people
    .filter(({ key }) => isNotYet(names.people.get(key) ?? ''))
    .map(person => ({ person, speaker: undefined, input: inputFor(person, undefined, document) }))
}

/** People who are here, with another name, biography or affiliation. What the document leaves out stays. */
export function changedPeople(draft: Draft, document: ScheduleDocument, names: Names): PersonChange[] {
  const speakers = new Map(draft.speakers.map(speaker => [speaker.reference, speaker]))
  return document.people.flatMap(person => {
    const speaker = speakers.get(names.people.get(person.key) ?? '')
    if (!speaker || saysNothingNew(person, speaker)) return []
    return [{ person, speaker, input: inputFor(person, speaker, document) }]
  })
}

function saysNothingNew(person: DocumentPerson, speaker: DraftSpeaker): boolean {
  const isWritten = (said: string, texts: DraftSpeaker['biography']) =>
    said === '' || Object.values(texts).some(text => normaliseInput(text) === said)
  return (
    namesOfSpeaker(speaker).includes(person.name) &&
    isWritten(person.biography, speaker.biography) &&
    isWritten(person.affiliation, speaker.affiliation)
  )
}

function inputFor(
  person: DocumentPerson,
  speaker: DraftSpeaker | undefined,
  { locale }: ScheduleDocument,
): SpeakerInput {
  const isSameName = speaker !== undefined && namesOfSpeaker(speaker).includes(person.name)
  const shared = {
    name: isSameName ? speaker.name : merged(speaker?.name ?? {}, person.name, locale),
    affiliation: merged(speaker?.affiliation ?? {}, person.affiliation, locale),
    biography: merged(speaker?.biography ?? {}, person.biography, locale),
  }
  if (!speaker) {
    const { titleBefore, titleAfter, links, isCollective } = person
    return { ...shared, titleBefore, titleAfter, links, isCollective, isConsented: true }
  }
  const { titleBefore, titleAfter, links, isCollective } = speaker
  // A name that stays keeps what it is ordered by.
  const sortName = isSameName ? speaker.sortName : undefined
  return { ...shared, titleBefore, titleAfter, links, isCollective, sortName }
}
