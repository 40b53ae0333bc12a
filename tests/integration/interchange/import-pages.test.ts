import { beforeEach, describe, expect, it } from '@jest/globals'
import { addMinutes, now } from '../../../src/core/time.ts'
import { toXlsx } from '../../../src/core/spreadsheet.ts'
import { changeSessions } from '../../../src/features/agenda/actions/changes.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { forgetOldSchedules } from '../../../src/features/interchange/actions/runs.ts'
import { docx } from '../../factories/documents.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { createScheduleImport } from '../../factories/interchange.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
const base = '/cs/organiser/events/clusters-meet-regions/agenda/import'
const programme = `Čas\tProgram\tŘečník\tSál
Středa 15. září
9.00–9.30\tZahájení\tIng. Jan Novák, Ph.D.\tVelký sál
9.30–10.15\tKlastry v regionech\tMgr. Petra Malá (CzechInvest)\tVelký sál
10.15–10.45\tPřestávka na kávu
10.45–12.00\tDílna A\tJan Dvořák\tSalonek
`

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
})

const owner = async () => world.as((await world.people()).owner)
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const errorsIn = (text: string) =>
  [...plain(text).matchAll(/<p class="error"[^>]*>.*?<\/span>([^<]+)</g)].map(m => m[1])
const seenIn = (text: string) => /name="seen" value="([^"]+)"/.exec(text)?.[1] ?? ''

const paste = (agent: Agent, pasted: string, markup = '') =>
  agent.post(base).field('pasted', pasted).field('markup', markup)
const give = (agent: Agent, content: Buffer | string, name = 'program.xml') =>
  agent.post(base).attach('file', Buffer.from(content), name)

/** Takes the columns as they were guessed, with some said otherwise; the address of the run. */
async function mapped(agent: Agent, given: { headers: Record<string, string> }, changes: Record<string, string> = {}) {
  const run = given.headers['location'] ?? ''
  const { text } = await agent.get(run)
  const fields = [...text.matchAll(/<select id="(column-\d+)"[\s\S]*?<\/select>/g)].map(([select, name]) => [
    name,
    /value="([^"]*)" selected/.exec(select)?.[1] ?? '',
  ])
  const form = { ...Object.fromEntries(fields), locale: 'cs', minutes: '30', ...changes }
  const answer = await agent.post(run).type('form').send(form)
  expect([answer.status, answer.headers['location']]).toEqual([303, `${run}/check`])
  return run
}

async function confirm(agent: Agent, run: string, more: Record<string, string | string[]> = {}) {
  const seen = seenIn((await agent.get(`${run}/check`)).text)
  return agent
    .post(`${run}/confirm`)
    .type('form')
    .send({ seen, ...more })
}

async function imported(agent: Agent, pasted: string, more: Record<string, string | string[]> = {}): Promise<string> {
  const run = await mapped(agent, await paste(agent, pasted))
  expect((await confirm(agent, run, more)).status).toBe(303)
  return run
}

async function titles(): Promise<string[]> {
  const { sessions, pool } = await findDraft(world.db, event.id)
  const standing = sessions.filter(({ isCancelled }) => !isCancelled)
  return [
    ...standing.map(({ startsLocal, title }) => `${startsLocal.slice(11, 16)} ${title.cs}`),
    ...pool.map(({ title }) => `pool ${title.cs}`),
  ]
}

/** Somebody moves a session in the editor; its reference. */
async function move(index: number, from: string, to: string): Promise<string> {
  const { owner: person } = await world.people()
  const session = (await findDraft(world.db, event.id)).sessions[index]
  if (session === undefined) throw new Error('nothing imported')
  const { reference, lockVersion } = session
  const times = { startsLocal: `2027-09-15T${from}:00`, endsLocal: `2027-09-15T${to}:00` }
  const changes = [{ kind: 'place', reference, lockVersion, to: times }] as const
  const outcome = await changeSessions(world.db, { kind: 'user', userId: person.id }, { event, changes, deed: 'moved' })
  expect(outcome.kind).toBe('saved')
  return reference
}

describe('importing a table', () => {
  it('goes the whole way: paste, columns, plan, confirmation, result', async () => {
    const agent = await owner()
    expect(plain((await agent.get(base)).text)).toContain('dokud to nepotvrdíte, program zůstane, jak je')
    const run = await mapped(agent, await paste(agent, programme))
    const plan = plain((await agent.get(`${run}/check`)).text)
    expect(plan).toContain('Načíst 4 body')
    expect(plan).toContain('Nové sály (2): Velký sál, Salonek')
    expect(plan).toContain('Noví řečníci (3): Jan Novák, Petra Malá, Jan Dvořák')
    expect(await titles()).toEqual([])
    const done = await confirm(agent, run)
    expect([done.status, done.headers['location']]).toEqual([303, run])
    expect(plain((await agent.get(run)).text)).toMatch(/přibylo<\/dt><dd>4<[\s\S]*noví řečníci<\/dt><dd>3</)
    expect(await titles()).toEqual([
      '09:00 Zahájení',
      '09:30 Klastry v regionech',
      '10:15 Přestávka na kávu',
      '10:45 Dílna A',
    ])
    const { speakers, sessions } = await findDraft(world.db, event.id)
    const novak = speakers.find(({ name }) => name.cs === 'Jan Novák')
    expect(novak).toMatchObject({ titleBefore: 'Ing.', titleAfter: 'Ph.D.' })
    expect(sessions.map(({ kind }) => kind)).toEqual(['talk', 'talk', 'break', 'workshop'])
  })

  it('is one step that the editor takes back', async () => {
    const agent = await owner()
    await imported(agent, programme)
    const edits = await world.db('agendaEdits').where({ eventId: event.id })
    expect(edits.map(({ deed }) => deed)).toEqual(['imported'])
    await agent.post('/cs/organiser/events/clusters-meet-regions/agenda/undo').type('form').send({})
    expect(await titles()).toEqual([])
  })

  it('again changes nothing; with other times it moves, and asks about what is missing', async () => {
    const agent = await owner()
    await imported(agent, programme)
    const again = await mapped(agent, await paste(agent, programme))
    const same = plain((await agent.get(`${again}/check`)).text)
    expect(same).toContain('Není co měnit')
    expect(same).not.toContain('name="seen"')
    const next = programme.replace('9.30–10.15', '9.40–10.15').replace(/10\.45–12\.00.*\n/, '')
    const run = await mapped(agent, await paste(agent, next))
    const plan = plain((await agent.get(`${run}/check`)).text)
    expect(plan).toMatch(/Klastry v regionech <span[^>]*>čas .*9\.30 → .*9\.40/)
    expect(plan).toContain('Ponechat: Dílna A')
    await confirm(agent, run)
    expect(await titles()).toEqual(['09:00 Zahájení', '09:40 Klastry v regionech', '10:15 Přestávka na kávu'])
  })

  it('keeps what is ticked to stay', async () => {
    const agent = await owner()
    await imported(agent, programme)
    const { sessions } = await findDraft(world.db, event.id)
    const workshop = sessions.find(({ title }) => title.cs === 'Dílna A')
    await imported(agent, programme.replace(/10\.45–12\.00.*\n/, '').replace('9.00–9.30', '8.45–9.30'), {
      stay: workshop?.reference ?? '',
    })
    expect((await titles()).at(-1)).toBe('10:45 Dílna A')
    expect((await titles())[0]).toBe('08:45 Zahájení')
  })

  it('leaves alone what its columns do not speak of', async () => {
    const agent = await owner()
    await imported(agent, programme)
    const bare =
      'Čas\tProgram\n9.00–9.30\tZahájení\n9.30–10.15\tKlastry v regionech\n10.15\tPřestávka na kávu\n10.45–12.15\tDílna A\n'
    await imported(agent, bare)
    const { sessions, rooms } = await findDraft(world.db, event.id)
    const names = new Map(rooms.map(({ reference, name }) => [reference, name.cs]))
    expect(
      sessions.map(({ room, speakers, endsLocal }) => [names.get(room ?? ''), speakers.length, endsLocal]),
    ).toEqual([
      ['Velký sál', 1, '2027-09-15T09:30:00'],
      ['Velký sál', 1, '2027-09-15T10:15:00'],
      [undefined, 0, '2027-09-15T10:45:00'],
      ['Salonek', 1, '2027-09-15T12:15:00'],
    ])
  })

  it('offers to keep all of very many that are missing', async () => {
    const agent = await owner()
    const many = Array.from({ length: 70 }, (_, index) => `Bod ${index};20`).join('\n')
    await imported(agent, `Název;Délka\n${many}\n`)
    const run = await mapped(agent, await paste(agent, 'Název;Délka\nBod 0;20\nÚplně nový;20\n'))
    const plan = plain((await agent.get(`${run}/check`)).text)
    expect([plan.includes('Ponechat všechny (69)'), plan.includes('Ponechat: Bod 1<')]).toEqual([true, false])
    await confirm(agent, run, { stay: 'all' })
    expect(await titles()).toHaveLength(71)
    const last = await mapped(agent, await paste(agent, 'Název;Délka\nBod 0;20\n'))
    await confirm(agent, last)
    expect((await titles()).length).toBeLessThan(71)
  })

  it('asks where both sides changed something, and keeps ours when told so', async () => {
    const agent = await owner()
    for (const keeps of [true, false]) {
      await imported(agent, programme)
      const reference = await move(0, '08:00', '08:30')
      const run = await mapped(agent, await paste(agent, programme.replace('9.00–9.30', '9.10–9.30')))
      expect(plain((await agent.get(`${run}/check`)).text)).toContain('Nechat naše: Zahájení')
      await confirm(agent, run, keeps ? { keep: reference } : {})
      expect((await titles())[0]).toBe(keeps ? '08:00 Zahájení' : '09:10 Zahájení')
    }
  })

  it('does nothing when the programme changed since the plan was shown, and shows it anew', async () => {
    const agent = await owner()
    await imported(agent, programme)
    const run = await mapped(agent, await paste(agent, programme.replace('9.30–10.15', '9.40–10.15')))
    const seen = seenIn((await agent.get(`${run}/check`)).text)
    await move(1, '13:00', '13:45')
    const answer = await agent.post(`${run}/confirm`).type('form').send({ seen })
    expect(answer.status).toBe(409)
    expect(plain(answer.text)).toContain('Program se mezitím změnil')
    expect((await titles())[1]).toBe('10:15 Přestávka na kávu')
  })

  it('happens once, confirmed twice or by two at once', async () => {
    const agent = await owner()
    const run = await mapped(agent, await paste(agent, programme))
    const seen = seenIn((await agent.get(`${run}/check`)).text)
    const answers = await Promise.all([1, 2, 3].map(() => agent.post(`${run}/confirm`).type('form').send({ seen })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await titles()).toHaveLength(4)
    expect(await world.db('agendaEdits').where({ eventId: event.id })).toHaveLength(1)
    expect((await agent.get(`${run}/check`)).headers['location']).toBe(run)
    expect((await agent.post(run).type('form').send({})).headers['location']).toBe(run)
  })

  it('is understood as somebody says, and refuses what makes no sense', async () => {
    const agent = await owner()
    const given = await paste(agent, 'A;B\n9.00;Zahájení\n10.00;Káva\n')
    const run = given.headers['location'] ?? ''
    const bare = await agent
      .post(run)
      .type('form')
      .send({ 'column-0': 'time', 'column-1': '', locale: 'cs', minutes: '0' })
    expect([bare.status, errorsIn(bare.text)]).toEqual([422, [expect.stringContaining('číslo')]])
    const none = await agent
      .post(run)
      .type('form')
      .send({ 'column-0': 'time', 'column-1': 'time', locale: 'cs', minutes: '20' })
    expect([none.status, errorsIn(none.text).toSorted((a = '', b = '') => a.localeCompare(b))]).toEqual([
      422,
      [expect.stringContaining('Tohle už je v jiném sloupci'), expect.stringContaining('Vyberte sloupec s názvy')],
    ])
    await mapped(agent, given, { locale: 'en', minutes: '20' })
    await confirm(agent, run)
    const { sessions } = await findDraft(world.db, event.id)
    expect(sessions.map(({ title, endsLocal }) => [title, endsLocal.slice(11, 16)])).toEqual([
      [{ en: 'Zahájení' }, '10:00'],
      [{ en: 'Káva' }, '10:20'],
    ])
  })

  it('comes from Word, from Excel, and from the clipboard as HTML', async () => {
    const agent = await owner()
    const rows = [
      ['Čas', 'Název'],
      ['9.00–9.30', 'Z Wordu'],
    ]
    const xlsx = Buffer.from(await toXlsx('Program', ['Čas', 'Název'], [['10.00–10.30', 'Z Excelu']]))
    const markup = '<table><tr><td>Čas<td>Název<tr><td>11.00–11.30<td>Ze schránky</table>'
    const givens = [
      await give(agent, docx(['Středa 15. září', rows]), 'program.docx'),
      await give(agent, xlsx, 'program.xlsx'),
      await paste(agent, 'Čas Název', markup),
    ]
    const shown = await Promise.all(
      givens.map(async given => (await agent.get(`${given.headers['location']}/check`)).text),
    )
    expect(shown.map(text => /Z Wordu|Z Excelu|Ze schránky/.exec(plain(text))?.[0])).toEqual([
      'Z Wordu',
      'Z Excelu',
      'Ze schránky',
    ])
  })

  it('shows hostile texts as texts', async () => {
    const agent = await owner()
    const run = await mapped(agent, await paste(agent, 'Čas;Název\n9.00;<script>alert(1)</script><img src=x>\n'))
    const { text } = await agent.get(`${run}/check`)
    expect(text).toContain('&lt;script&gt;alert(1)')
    await confirm(agent, run)
    expect((await agent.get('/en/organiser/events/clusters-meet-regions/agenda')).text).not.toContain('<img src=x>')
  })
})

describe('importing a document of another system', () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?><schedule><generator name="frab" version="1"/><version>1</version>
    <conference><title>Burgas</title><acronym>burgas</acronym><start>2027-09-15</start><end>2027-09-17</end></conference>
    <day index="1" date="2027-09-15"><room name="Main hall">
    <event id="1" guid="0f1e2d3c-4b5a-4968-8776-655443322110"><date>2027-09-15T09:00:00+03:00</date><start>09:00</start>
    <duration>00:30</duration><room>Main hall</room><title>Opening</title><type>lecture</type><language>en</language>
    <persons><person id="7">Jana Malá</person></persons></event></room></day></schedule>`

  it('goes straight to the plan, by its content and not by its name', async () => {
    const agent = await owner()
    const given = await give(agent, xml, 'něco.csv')
    const run = given.headers['location'] ?? ''
    expect((await agent.get(run)).headers['location']).toBe(`${run}/check`)
    const plan = plain((await agent.get(`${run}/check`)).text)
    expect(plan).toContain('Krok 2 ze 2')
    expect(plan).toContain('Opening')
    await confirm(agent, run)
    const { sessions } = await findDraft(world.db, event.id)
    expect(sessions.map(({ title, startsLocal }) => [title.cs ?? title.en, startsLocal])).toEqual([
      ['Opening', '2027-09-15T09:00:00'],
    ])
    expect((await world.db('auditEntries').where({ action: 'schedule.imported' }))[0]?.details).toMatchObject({
      added: 1,
    })
  })

  it('may be pasted', async () => {
    const agent = await owner()
    const given = await paste(agent, xml)
    expect([given.status, given.headers['location']]).toEqual([303, expect.stringContaining(base)])
  })
})

describe('what cannot be imported is refused with what to do', () => {
  const refusal = async (content: Buffer | string, name?: string) => {
    const { status, text } = await give(await owner(), content, name)
    return [status, ...errorsIn(text)]
  }

  it('wrong XML by its line', async () => {
    expect(await refusal('<?xml version="1.0"?>\n<schedule>\n<day></schedule>')).toEqual([
      422,
      expect.stringMatching(/není v pořádku na řádku 3/),
    ])
  })

  it('entity bombs', async () => {
    const bomb = '<?xml version="1.0"?>\n<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n<schedule>&b;</schedule>'
    expect(await refusal(bomb)).toEqual([422, expect.stringContaining('DOCTYPE (řádek 2)')])
  })

  it('another format under the right name', async () => {
    expect(await refusal('%PDF-1.7\n…', 'schedule.xml')).toEqual([422, expect.stringContaining('PDF')])
    expect(await refusal('BEGIN:VCALENDAR\r\nEND:VCALENDAR', 'schedule.xml')).toEqual([
      422,
      expect.stringContaining('iCalendar'),
    ])
    expect(await refusal('{"a": 1}', 'schedule.json')).toEqual([422, expect.stringContaining('jiný JSON')])
    expect(await refusal('{"a": ', 'schedule.json')).toEqual([422, expect.stringContaining('JSON není v pořádku')])
    expect(await refusal('<rss version="2.0"><channel/></rss>')).toEqual([422, expect.stringContaining('RSS')])
    expect(await refusal('\u0000\u0001\u0002', 'program.docx')).toEqual([422, expect.any(String)])
    expect(await refusal('Milí přátelé,\nzveme vás.', 'program.txt')).toEqual([
      422,
      expect.stringMatching(/Program jsme tu nenašli|prázdn|není nic/),
    ])
  })

  it('100 MB, at the field and with nothing kept', async () => {
    const [status, message] = await refusal(Buffer.alloc(100 * 1024 * 1024, 32))
    expect([status, message]).toEqual([422, expect.stringContaining('přes 10 MB')])
    expect(await world.db('scheduleImports')).toEqual([])
  })

  it('nothing at all', async () => {
    const { status, text } = await paste(await owner(), '   ')
    expect([status, errorsIn(text)]).toEqual([422, ['Vyberte soubor, nebo vložte tabulku.']])
  })

  it('and keeps what was pasted', async () => {
    const { status, text } = await paste(await owner(), 'Milí přátelé, zveme vás')
    expect(status).toBe(422)
    expect(text).toContain('Milí přátelé, zveme vás</textarea>')
  })
})

describe('who may import', () => {
  it('organisers alone; others learn nothing', async () => {
    const { owner: person, stranger, doorStaff } = await world.people()
    const run = await createScheduleImport(world.db, event.slug, person.email)
    for (const [who, status] of [
      [stranger, 404],
      [doorStaff, 403],
    ] as const) {
      const agent = await world.as(who)
      for (const path of ['', `/${run.reference}`, `/${run.reference}/check`, `/${run.reference}/remove`]) {
        expect([path, (await agent.get(base + path)).status]).toEqual([path, status])
      }
      expect((await agent.post(`${base}/${run.reference}/confirm`).type('form').send({})).status).toBe(status)
      expect((await paste(agent, programme)).status).toBe(status)
    }
    expect((await world.agent().get(base)).headers['location']).toContain('/cs/sign-in')
  })

  it('not the document of another event', async () => {
    const { owner: person, organisation } = await world.people()
    await createDraft(world.db, { organisation, slug: 'other-event' })
    const run = await createScheduleImport(world.db, 'other-event', person.email)
    const agent = await owner()
    expect((await agent.get(`${base}/${run.reference}`)).status).toBe(404)
    expect((await agent.post(`${base}/${run.reference}/remove`).type('form').send({})).status).toBe(404)
  })
})

describe('a document that waits', () => {
  it('is listed with a constant number of queries, and may be thrown away', async () => {
    const { owner: person } = await world.people()
    const agent = await owner()
    const counts: number[] = []
    for (const more of [1, 2]) {
      for (let index = 0; index < more; index += 1) await createScheduleImport(world.db, event.slug, person.email)
      counts.push((await world.queries(() => agent.get(base))).count)
    }
    expect(counts[1]).toBe(counts[0])
    const [run] = await world.db('scheduleImports').where({ eventId: event.id })
    const place = `${base}/${run?.reference}`
    expect(plain((await agent.get(`${place}/remove`)).text)).toContain('Zahodit, co jste nahráli?')
    expect((await agent.post(`${place}/remove`).type('form').send({})).headers['location']).toBe(base)
    expect(plain((await agent.get(base)).text)).toContain('Zahozeno')
    expect(await world.db('scheduleImports').where({ eventId: event.id })).toHaveLength(2)
  })

  it('is forgotten after thirty days unless it was imported', async () => {
    const { owner: person } = await world.people()
    const agent = await owner()
    const old = await createScheduleImport(world.db, event.slug, person.email)
    await imported(agent, programme)
    world.at(addMinutes(now(), 31 * 24 * 60))
    expect(await forgetOldSchedules(world.db)).toBe(1)
    expect(await world.db('scheduleImports').where({ id: old.id })).toEqual([])
  })

  it('speaks English to English readers', async () => {
    const { owner: person } = await world.people()
    const run = await createScheduleImport(world.db, event.slug, person.email)
    const agent = await owner()
    const place = `/en/organiser/events/clusters-meet-regions/agenda/import/${run.reference}`
    expect((await agent.get(place)).text).toContain('What is in which column')
    expect(plain((await agent.get(`${place}/check`)).text)).toContain('Import 2 sessions')
  })
})
