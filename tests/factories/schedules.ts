/** A session of a generated document; everything has a value, so that a test names only what is odd. */
export interface WrittenSession {
  readonly id: string
  readonly guid: string
  readonly title: string
  readonly subtitle: string
  readonly abstract: string
  readonly description: string
  readonly language: string
  readonly type: string
  readonly track: string
  readonly room: string
  /** The room it stands under, where that is another one. */
  readonly heading: string
  /** `YYYY-MM-DD` it stands under. */
  readonly day: string
  readonly date: string
  readonly start: string
  readonly duration: string
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly links: readonly { readonly href: string; readonly title: string }[]
  readonly attachments: readonly { readonly href: string; readonly title: string }[]
  readonly optOut: boolean
  /** Further elements as they stand. */
  readonly more: string
}

export interface WrittenSchedule {
  readonly title: string
  readonly acronym: string
  readonly version: string
  readonly zone: string
  readonly generator: string
  /** Elements after `conference`: `<tracks>`, `<persons>`. */
  readonly more: string
}

/** The guid a generated session has unless it is given another. */
export const guidOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** The n-th session: an hour in the hall on the first day of the stage, at nine, ten, eleven… */
export function written(number: number, odd: Partial<WrittenSession> = {}): WrittenSession {
  const hour = String(8 + number).padStart(2, '0')
  const day = odd.day ?? '2026-10-24'
  const room = odd.room ?? 'Sál B'
  return {
    id: String(number),
    guid: guidOf(number),
    title: `Přednáška ${number}`,
    subtitle: '',
    abstract: '',
    description: '',
    language: 'cs',
    type: 'talk',
    track: '',
    heading: room,
    date: `${day}T${hour}:00:00+02:00`,
    start: `${hour}:00`,
    duration: '01:00',
    people: [],
    links: [],
    attachments: [],
    optOut: false,
    more: '',
    ...odd,
    day,
    room,
  }
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** frab XML of these sessions, as exporters of the world write it: nothing left out, nothing checked. */
export function frabXml(sessions: readonly WrittenSession[], head: Partial<WrittenSchedule> = {}): string {
  const { title, acronym, version, zone, generator, more }: WrittenSchedule = {
    title: 'Klastry v regionu',
    acronym: 'klastry',
    version: '1.0',
    zone: 'Europe/Prague',
    generator: '',
    more: '',
    ...head,
  }
  const days = [...new Set(sessions.map(({ day }) => day))]
  return `<?xml version="1.0" encoding="UTF-8"?>
<schedule>
${generator === '' ? '' : `<generator name="${generator}" version="1 (cs)"/>`}
${version === '' ? '' : `<version>${version}</version>`}
<conference><acronym>${acronym}</acronym><title>${escaped(title)}</title><start>${days[0]}</start><end>${days.at(-1)}</end>
<days>${days.length}</days><timeslot_duration>00:05</timeslot_duration>
${zone === '' ? '' : `<time_zone_name>${zone}</time_zone_name>`}</conference>
${more}
${days.map((day, index) => dayXml(day, index, sessions)).join('\n')}
</schedule>`
}

function dayXml(day: string, index: number, sessions: readonly WrittenSession[]): string {
  const those = sessions.filter(session => session.day === day)
  const rooms = [...new Set(those.map(({ heading }) => heading))]
  return `<day index="${index + 1}" date="${day}">
${rooms
  .map(
    room =>
      `<room name="${escaped(room)}">${those
        .filter(({ heading }) => heading === room)
        .map(eventXml)
        .join('\n')}</room>`,
  )
  .join('\n')}
</day>`
}

function eventXml(session: WrittenSession): string {
  const fields = ['date', 'start', 'duration', 'room', 'title', 'subtitle', 'track', 'type', 'language'] as const
  const guid = session.guid === '' ? '' : ` guid="${escaped(session.guid)}"`
  const link = (name: string, { href, title }: { href: string; title: string }) =>
    href === ''
      ? `<${name}>${escaped(title)}</${name}>`
      : `<${name} href="${escaped(href)}">${escaped(title)}</${name}>`
  return `<event id="${session.id}"${guid}>
${fields.map(field => `<${field}>${escaped(session[field])}</${field}>`).join('')}
<abstract>${escaped(session.abstract)}</abstract><description>${escaped(session.description)}</description>
<recording><license/><optout>${session.optOut}</optout></recording>
<persons>${session.people.map(({ id, name }) => `<person id="${id}">${escaped(name)}</person>`).join('')}</persons>
<links>${session.links.map(one => link('link', one)).join('')}</links>
<attachments>${session.attachments.map(one => link('attachment', one)).join('')}</attachments>${session.more}
</event>`
}

/** schedule.json of these sessions, as pretalx and others write it. */
export function c3vocJson(sessions: readonly WrittenSession[], head: Partial<WrittenSchedule> = {}) {
  const days = [...new Set(sessions.map(({ day }) => day))]
  const inRoom = (day: string, room: string) => sessions.filter(one => one.day === day && one.heading === room)
  return {
    schedule: {
      version: head.version ?? '1.0',
      conference: {
        acronym: head.acronym ?? 'klastry',
        title: head.title ?? 'Klastry v regionu',
        time_zone_name: head.zone ?? 'Europe/Prague',
        days: days.map((day, index) => ({
          index: index + 1,
          date: day,
          rooms: Object.fromEntries(
            [...new Set(sessions.filter(one => one.day === day).map(({ heading }) => heading))].map(room => [
              room,
              inRoom(day, room).map(({ optOut, people, links, attachments, id, ...session }) => ({
                ...session,
                id: Number(id),
                do_not_record: optOut,
                persons: people.map(person => ({ id: Number(person.id), public_name: person.name })),
                links: links.map(one => ({ url: one.href, title: one.title })),
                attachments: attachments.map(one => ({ url: one.href, title: one.title })),
              })),
            ]),
          ),
        })),
      },
    },
  }
}
