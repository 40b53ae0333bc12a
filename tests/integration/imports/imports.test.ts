import { beforeEach, describe, expect, it } from '@jest/globals'
import { toXlsx } from '../../../src/core/spreadsheet.ts'
import { readTable } from '../../../src/core/tables.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { grantRole } from '../../factories/accounts.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { createCategory, createRegistration, findByEmail } from '../../factories/registration.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const base = '/cs/organiser/events/clusters-meet-regions/imports'
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => `Jana;Číslo ${index + 1};jana${index + 1}@example.org`).join('\n')
const table = (count: number) => `Jméno;Příjmení;E-mail\n${people(count)}\n`

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 2 })
})

const owner = async () => world.as((await world.people()).owner)
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const errorsIn = (text: string) =>
  [...plain(text).matchAll(/<p class="error"[^>]*>.*?<\/span>([^<]+)</g)].map(m => m[1])
const seenIn = (text: string) => /name="seen" value="([^"]+)"/.exec(text)?.[1] ?? ''
const countRegistrations = async () => (await world.db('registrations').where({ eventId: event.id })).length

async function give(agent: Agent, content: string | Buffer, name = 'lide.csv') {
  return agent.post(base).attach('file', Buffer.from(content), name)
}

/** Gives a table and takes its columns as they were guessed; the address of the run. */
async function mapped(agent: Agent, content: string | Buffer, changes: Record<string, string> = {}): Promise<string> {
  const given = await give(agent, content)
  const run = given.headers['location'] ?? ''
  expect([given.status, run]).toEqual([303, expect.stringContaining(`${base}/`)])
  const { text } = await agent.get(run)
  const fields = [...text.matchAll(/<select id="(column-\d+)"[\s\S]*?<\/select>/g)].map(([select, name]) => [
    name,
    /value="([^"]*)" selected/.exec(select)?.[1] ?? '',
  ])
  const usual = { category: category.reference, locale: 'cs', country: 'CZ' }
  const answer = await agent
    .post(run)
    .type('form')
    .send({ ...Object.fromEntries(fields), ...usual, ...changes })
  expect([answer.status, answer.headers['location']]).toEqual([303, `${run}/check`])
  return run
}

async function confirm(agent: Agent, run: string, more: Record<string, string> = {}) {
  const seen = seenIn((await agent.get(`${run}/check`)).text)
  return agent
    .post(`${run}/confirm`)
    .type('form')
    .send({ seen, ...more })
}

describe('an import', () => {
  it('goes the whole way: table, columns, check, confirmation, result', async () => {
    const agent = await owner()
    expect(plain((await agent.get(base)).text)).toContain('nikoho nezaregistrujeme')
    const run = await mapped(agent, table(3))
    const check = plain((await agent.get(`${run}/check`)).text)
    expect(check).toContain('Zaregistrovat 3 lidi')
    expect(check).toContain('bude čekat, 1.')
    expect(await countRegistrations()).toBe(0)
    const done = await confirm(agent, run)
    expect([done.status, done.headers['location']]).toEqual([303, run])
    const result = plain((await agent.get(run)).text)
    expect(result).toMatch(/nově s místem<\/dt><dd>2<[\s\S]*na čekací listině<\/dt><dd>1</)
    const statuses = await world.db('registrations').where({ eventId: event.id }).orderBy('id').pluck('status')
    expect(statuses).toEqual(['confirmed', 'confirmed', 'waiting'])
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('puts those who wait in the order of the file, behind those who wait already', async () => {
    for (const who of ['a', 'b', 'c']) await createRegistration(world.db, category, who)
    const agent = await owner()
    await confirm(agent, await mapped(agent, table(3)))
    const waiting = await world.db('registrations').where({ status: 'waiting' }).orderBy('queueNumber').pluck('email')
    expect(waiting).toEqual(['c@example.org', 'jana1@example.org', 'jana2@example.org', 'jana3@example.org'])
  })

  it('writes nothing but the table before it is confirmed, not even a mail or an audit entry of a person', async () => {
    const agent = await owner()
    const run = await mapped(agent, table(3))
    const before = await traces()
    await agent.get(`${run}/check`)
    await agent.get(run)
    expect(await traces()).toEqual(before)
  })

  it('keeps nothing of the file when it is done, and sends each a mail in their language if asked to', async () => {
    const agent = await owner()
    const text = 'Jméno;Příjmení;E-mail;Jazyk\nJana;Malá;jana@example.org;cs\nJohn;Small;john@example.org;English\n'
    await confirm(agent, await mapped(agent, text), { mails: 'yes' })
    const [run] = await world.db('importRuns').where({ eventId: event.id })
    expect([run?.header, run?.lines, run?.result?.counts.place]).toEqual([[], [], 2])
    const mails = await world.db('mails').where({ kind: 'registration-confirmed' }).orderBy('toAddress')
    expect(mails.map(({ toAddress, locale }) => [toAddress, locale])).toEqual([
      ['jana@example.org', 'cs'],
      ['john@example.org', 'en'],
    ])
    const [entry] = await world.db('auditEntries').where({ action: 'import.finished' })
    expect(entry?.details).toMatchObject({ place: 2, mails: 2 })
  })

  it('says how many mails there would be, and sends none unless it is asked to', async () => {
    const agent = await owner()
    const run = await mapped(agent, table(3))
    const check = plain((await agent.get(`${run}/check`)).text)
    expect(check).toContain('Poslat nově zaregistrovaným e-mail (3 e-maily)')
    expect(check).toMatch(/<input type="checkbox" id="mails" name="mails" value="yes" aria/)
    await confirm(agent, run)
    expect(await countRegistrations()).toBe(3)
    expect(await world.db('mails')).toEqual([])
    const again = await mapped(agent, table(3))
    expect((await agent.get(`${again}/check`)).text).not.toContain('name="mails"')
  })

  it('takes answers, parts, tags and notes along', async () => {
    const diet = await createQuestion(world.db, event, 'one_choice', { title: 'Strava', choices: ['Maso', 'Vegan'] })
    const secret = await createQuestion(world.db, event, 'short_text', { title: 'Alergie', isSensitive: true })
    const part = await createPart(world.db, event, { title: 'Dílna', capacity: 5 })
    const text =
      'Jméno a příjmení;Email;Strava;Alergie;Dílna;Štítky;Poznámka\n' +
      'Ing. Jana Malá, Ph.D.;jana@example.org;vegan;ořechy;ano;vip, tisk;Přijede dřív.\n'
    const agent = await owner()
    await confirm(agent, await mapped(agent, text))
    const jana = await findByEmail(world.db, event.id, 'jana@example.org')
    expect(jana).toMatchObject({ titleBefore: 'Ing.', givenName: 'Jana', familyName: 'Malá', titleAfter: 'Ph.D.' })
    expect([...jana.tags].toSorted()).toEqual(['tisk', 'vip'])
    const about = { registrationId: jana.id }
    expect(await world.db('answers').where(about)).toMatchObject([
      { questionId: diet.id, value: [diet.options[1]?.reference] },
    ])
    expect(await world.db('sensitiveAnswers').where(about)).toMatchObject([{ questionId: secret.id, value: 'ořechy' }])
    expect(await world.db('signUps').where(about)).toMatchObject([{ partId: part.id, status: 'confirmed' }])
    expect(await world.db('registrationNotes').where(about)).toMatchObject([{ body: 'Přijede dřív.' }])
  })

  it('takes cells that were pasted, XLSX, and what Czech Excel saves as CSV', async () => {
    const agent = await owner()
    const pasted = await agent.post(base).field('pasted', 'E-mail\tCelé jméno\njana@example.org\tJana Malá')
    expect(pasted.status).toBe(303)
    expect((await agent.get(pasted.headers['location'] ?? '')).text).toContain('Jana Malá')
    await agent.post(`${pasted.headers['location']}/remove`)
    const xlsx = await toXlsx('List', ['Jméno', 'Příjmení', 'E-mail'], [['Žofie', 'Malá', 'zofie@example.org']])
    await confirm(agent, await mapped(agent, xlsx))
    const bytes = Buffer.from(
      'Jm\xe9no;P\xf8\xedjmen\xed;E-mail\n\x8eaneta;R\xf9\x9ei\xe8kov\xe1;z@example.org\n',
      'latin1',
    )
    await confirm(agent, await mapped(agent, bytes))
    expect(await findByEmail(world.db, event.id, 'z@example.org')).toMatchObject({
      givenName: 'Žaneta',
      familyName: 'Růžičková',
    })
  })
})

async function traces() {
  const counts = await Promise.all(
    (['registrations', 'mails', 'auditEntries', 'signUps', 'registrationNotes'] as const).map(
      async name => (await world.db(name).select('id')).length,
    ),
  )
  return [counts, await world.db('quotas').orderBy('id').select('taken', 'waiting')]
}

describe('all or nothing', () => {
  it('refuses the whole file because of one line, and says where and why', async () => {
    const agent = await owner()
    const run = await mapped(agent, `${table(1)}Petr;;petr@\nEva;Malá;jana1@example.org\n`)
    const check = await agent.get(`${run}/check`)
    const cells = [
      ...plain(check.text).matchAll(/<tr><th scope="row">řádek (\d)<\/th><td>([^<]*)<\/td><td>([^<]*)<\/td><td>/g),
    ]
    expect(cells.slice(0, 3).map(([, line, , column]) => `${line} ${column}`)).toEqual([
      '3 E-mail',
      '3 Příjmení',
      '4 E-mail',
    ])
    expect(seenIn(check.text)).toBe('')
    const answer = await agent.post(`${run}/confirm`).type('form').send({ seen: 'place:1 waiting:0' })
    expect(answer.status).toBe(409)
    expect(await countRegistrations()).toBe(0)
  })

  it('refuses somebody for whom there is neither a place nor a list', async () => {
    const small = await createCategory(world.db, event, { title: 'VIP', capacity: 1, hasWaitingList: false })
    const agent = await owner()
    const run = await mapped(agent, table(2), { category: small.reference })
    expect(plain((await agent.get(`${run}/check`)).text)).toContain('není místo ani na čekací listině')
  })

  it('does not do what was not shown: a place taken meanwhile', async () => {
    const agent = await owner()
    const run = await mapped(agent, table(2))
    const seen = seenIn((await agent.get(`${run}/check`)).text)
    await createRegistration(world.db, category, 'rychla')
    const answer = await agent.post(`${run}/confirm`).type('form').send({ seen })
    expect([answer.status, await countRegistrations()]).toEqual([409, 1])
    expect(plain(answer.text)).toContain('Mezitím se něco změnilo')
    const again = await agent
      .post(`${run}/confirm`)
      .type('form')
      .send({ seen: seenIn(answer.text) })
    expect([again.status, await countRegistrations()]).toEqual([303, 3])
  })

  it('registers once when two confirm at once, and when one confirms twice', async () => {
    const { owner: first, attendee: second, organisation } = await world.people()
    await grantRole(world.db, 'organiser', second, organisation)
    const agent = await world.as(first)
    const agents = [agent, await world.as(second)]
    const run = await mapped(agent, table(2))
    const seen = seenIn((await agent.get(`${run}/check`)).text)
    const answers = await Promise.all(
      agents.map(one => one.post(`${run}/confirm`).type('form').send({ seen, mails: 'yes' })),
    )
    answers.push(await agent.post(`${run}/confirm`).type('form').send({ seen, mails: 'yes' }))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await countRegistrations()).toBe(2)
    expect(await world.db('mails').where({ kind: 'registration-confirmed' })).toHaveLength(2)
  })

  it('changes nothing when the same file comes again, and says that it did', async () => {
    const agent = await owner()
    await confirm(agent, await mapped(agent, table(2)))
    const before = await world.db('registrations').orderBy('id')
    const mails = (await world.db('mails')).length
    const run = await mapped(agent, table(2))
    expect(plain((await agent.get(run)).text)).toContain('už jednou prošla')
    expect(plain((await agent.get(`${run}/check`)).text)).toContain('registrace už je, nic se nezmění')
    await confirm(agent, run)
    expect(await world.db('registrations').orderBy('id')).toEqual(before)
    expect(await world.db('mails')).toHaveLength(mails)
  })
})

describe('what is refused', () => {
  it.each([
    ['nothing', '', 'Vyberte soubor, nebo vložte buňky z tabulky.'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'Tohle není tabulka'],
    ['a header alone', 'Jméno;E-mail\n', 'nic než záhlaví'],
    ['too many rows', `E-mail\n${'a@example.org\n'.repeat(5_001)}`, 'Řádků je moc'],
  ])('%s', async (_name, content, message) => {
    const agent = await owner()
    const answer = content === '' ? await agent.post(base).field('pasted', ' ') : await give(agent, content)
    expect(answer.status).toBe(422)
    expect(errorsIn(answer.text).join(' ')).toContain(message)
  })

  it('a file over ten megabytes, at its field', async () => {
    const answer = await give(await owner(), Buffer.alloc(10 * 1024 * 1024 + 1, 'a'))
    expect([answer.status, errorsIn(answer.text).join(' ')]).toEqual([422, expect.stringContaining('nejvýš 10 MB')])
  })

  it('a second table while one is unfinished, also at once; then it can be thrown away', async () => {
    const agent = await owner()
    const answers = await Promise.all([give(agent, table(1)), give(agent, table(2))])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422])
    const run = answers.find(({ status }) => status === 303)?.headers['location'] ?? ''
    expect(plain((await agent.get(base)).text)).toContain('Rozpracovaný import')
    expect((await agent.get(`${run}/remove`)).status).toBe(200)
    expect((await agent.post(`${run}/remove`)).status).toBe(303)
    expect((await agent.get(run)).status).toBe(404)
    expect((await give(agent, table(1))).status).toBe(303)
  })

  it('columns that make no sense', async () => {
    const agent = await owner()
    const run = (await give(agent, 'a;b\n1;2\n')).headers['location'] ?? ''
    const check = await agent.get(`${run}/check`)
    expect([check.status, check.headers['location']]).toEqual([303, run])
    const fields = { 'column-0': 'email', 'column-1': 'email', locale: 'cs', country: 'CZ', category: '' }
    const answer = await agent.post(run).type('form').send(fields)
    expect(answer.status).toBe(422)
    expect(errorsIn(answer.text)).toHaveLength(3)
    const odd = await agent
      .post(run)
      .type('form')
      .send({ ...fields, 'column-0': 'q.UNKNOWN', country: 'XX' })
    expect(odd.status).toBe(422)
  })

  it('anybody whom it does not concern, and runs of other events', async () => {
    const agent = await owner()
    const run = await mapped(agent, table(1))
    const { organisation, stranger, doorStaff } = await world.people()
    const other = await createDraft(world.db, { organisation, slug: 'other-event' })
    await createCategory(world.db, other)
    const foreign = run.replace(event.slug, other.slug)
    const gets = [base, run, `${run}/check`, `${run}/remove`, `${base}/template.csv`, `${base}/template.xlsx`]
    const posts = [base, run, `${run}/confirm`, `${run}/remove`]
    for (const [person, status] of [
      [stranger, 404],
      [doorStaff, 403],
    ] as const) {
      const theirs = await world.as(person)
      for (const path of gets) expect((await theirs.get(path)).status).toBe(status)
      for (const path of posts) expect((await theirs.post(path).type('form').send({})).status).toBe(status)
    }
    for (const path of ['', '/check', '/remove']) expect((await agent.get(`${foreign}${path}`)).status).toBe(404)
    for (const path of ['', '/confirm', '/remove']) expect((await agent.post(`${foreign}${path}`)).status).toBe(404)
    expect((await world.agent().get(run)).headers['location']).toContain('/cs/sign-in')
    expect(await countRegistrations()).toBe(0)
  })

  it('nothing of a hostile file: markup stays text, and formulas are no names', async () => {
    const evil = '<script>alert(1)</script>'
    const agent = await owner()
    const run = await mapped(
      agent,
      `Jméno;Příjmení;E-mail;${evil}\n"${evil}";Malá;a@example.org;=1+1\n=1+1;M;b@example.org;\n`,
    )
    for (const path of [run, `${run}/check`]) {
      const { text } = await agent.get(path)
      expect(text).toContain('&lt;script&gt;')
      expect(text).not.toContain(evil)
    }
    expect(plain((await agent.get(`${run}/check`)).text)).toContain('Vypadá to jako vzorec')
  })
})

describe('the empty table', () => {
  it('has headings that are understood without mapping, in both languages', async () => {
    await createQuestion(world.db, event, 'short_text', { title: 'Velikost trička' })
    await createPart(world.db, event, { title: 'Dílna' })
    const agent = await owner()
    for (const locale of ['cs', 'en']) {
      for (const ending of ['csv', 'xlsx']) {
        const answer = await agent
          .get(`${base.replace('/cs/', `/${locale}/`)}/template.${ending}`)
          .buffer(true)
          .parse((response, done) => {
            const chunks: Buffer[] = []
            response.on('data', (chunk: Buffer) => chunks.push(chunk))
            response.on('end', () => done(null, Buffer.concat(chunks)))
          })
        expect(answer.headers['content-disposition']).toContain('attachment')
        const filled = await readTable({ name: 'a', content: answer.body })
        // Only a header: nothing to read yet.
        expect(filled).toEqual({ kind: 'refused', reason: 'empty' })
      }
      const { text } = await agent.get(`${base.replace('/cs/', `/${locale}/`)}/template.csv`)
      const header = text.replace('\ufeff', '').trim()
      const given = await give(agent, `${header}\n${header.replace(/"[^"]*"/g, '"x"')}\n`)
      const run = given.headers['location'] ?? ''
      const page = await agent.get(run)
      const selects = [...page.text.matchAll(/<select id="column-\d+"[\s\S]*?<\/select>/g)].map(([select]) => select)
      expect(selects.length).toBeGreaterThan(10)
      expect(selects.filter(select => !/value="[^"]+" selected/.test(select))).toEqual([])
      await agent.post(`${run}/remove`)
    }
  })
})

describe('forgetting', () => {
  it('throws away what nobody finished in thirty days, and keeps results', async () => {
    world.at('2027-01-01T10:00:00Z')
    const agent = await owner()
    await confirm(agent, await mapped(agent, table(1)))
    await mapped(agent, table(2))
    world.at('2027-01-31T09:00:00Z')
    await forget()
    expect(await world.db('importRuns')).toHaveLength(2)
    world.at('2027-01-31T11:00:00Z')
    await forget()
    expect(await world.db('importRuns')).toMatchObject([{ result: { counts: { place: 1 } } }])
  })

  async function forget() {
    const { importJobs } = await import('../../../src/features/imports/jobs.ts')
    for (const job of importJobs)
      if (job.kind === 'handler') await job.run({}, { services: world.services, attempt: 1 })
  }
})

describe('large tables', () => {
  it('ask the database as often for 40 lines as for 400', async () => {
    const agent = await owner()
    const few = await mapped(agent, table(40))
    const small = await world.queries(() => agent.get(`${few}/check`))
    await agent.post(`${few}/remove`)
    const many = await mapped(agent, table(400))
    const large = await world.queries(() => agent.get(`${many}/check`))
    expect(large.result.status).toBe(200)
    expect(large.count).toBe(small.count)
  })
})
