import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { findLatestRelease } from '../../../src/features/agenda/queries.ts'
import { cancelEvent } from '../../../src/features/events/actions/phases.ts'
import { setSessionSpeakers } from '../../../src/features/agenda/actions/sessions.ts'
import type { Speaker } from '../../../src/features/contributions/types.ts'
import { createSession, createStage, type Stage, talk } from '../../factories/agenda.ts'
import { aPdf, aPhotograph, countRows, createPerson, speakerLink, speakerNow } from '../../factories/contributions.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
let stage: Stage
let jana: Speaker
let session: string

beforeEach(async () => {
  world.at('2026-10-01T10:00:00Z')
  const { organisation } = await world.people()
  stage = await createStage(world.db, organisation.id)
  jana = await createPerson(world.db, stage.event, 'Jana')
  const speakers = [{ reference: jana.reference, role: 'speaker' as const }]
  session = await createSession(world.db, stage.event, talk('Vodík', '09:00', '10:00', { room: stage.hall, speakers }))
})

const link = (part = '', locale: 'cs' | 'en' = 'cs') => speakerLink(world.services, jana, locale) + (part && `/${part}`)
const get = (path: string) => world.agent().get(path)
const post = (path: string, fields: Record<string, string> = {}) => world.agent().post(path).type('form').send(fields)
const release = () => releaseAgenda(world.db, system, { event: stage.event, note: {} })
const row = () => speakerNow(world.db, jana)
const sharedName = async () =>
  (await findLatestRelease(world.db, stage.event.id))?.content.speakers.map(({ name }) => name)
const audits = async (subjectKind: string) =>
  (await world.db('auditEntries').where({ subjectKind }).orderBy('id')).map(({ action }) => action)

describe('the private page of a speaker', () => {
  it('says what is planned, in both languages, is private, and opening it changes nothing', async () => {
    const before = await row()
    const page = await get(link())
    expect(page.status).toBe(200)
    expect(plain(page.text)).toContain('Můžeme s vámi počítat?')
    expect(plain(page.text)).toContain('Sobota 24. října 9.00–10.00')
    expect(page.text).toContain('Předběžně')
    expect([page.headers['cache-control'], page.headers['x-robots-tag']]).toEqual(['private, no-store', 'noindex'])
    expect(page.headers['set-cookie']).toBeUndefined()
    const english = await get(link('', 'en'))
    expect(english.text).toContain('Can we count on you?')
    expect(english.text).toContain('Vodík (en)')
    expect(await row()).toEqual(before)
  })

  it('is open at a draft, and leads to none of its pages, which are not public', async () => {
    await world.db('events').where({ id: stage.event.id }).update({ publishedAt: null })
    const page = await get(link())
    expect(page.status).toBe(200)
    expect(page.text).not.toContain(`/cs/events/${stage.event.slug}`)
  })

  it('is 404 for links that are forged, of another purpose or nobody’s, and 410 for replaced ones', async () => {
    const { tokens } = world.services
    const wrong = [
      link().slice(0, -1) + (link().endsWith('A') ? 'B' : 'A'),
      `/cs/speaking/${tokens.issue('registration', jana.reference, 0)}`,
      `/cs/speaking/${tokens.issue('speaker', jana.reference, 3)}`,
      `/cs/speaking/${tokens.issue('speaker', 'NOBODY22', 0)}`,
      '/cs/speaking/x',
      '/cs/speaking/%00',
    ]
    for (const path of wrong) expect((await get(path)).status).toBe(404)
    for (const path of wrong) expect((await post(`${path}/answer`, { answer: 'confirm' })).status).toBe(404)
    expect((await get(link().replace('/speaking/', '/invitations/'))).status).toBe(404)
    await world.db('speakers').where({ id: jana.id }).update({ tokenVersion: 1 })
    expect((await get(link())).status).toBe(410)
    expect((await post(link('answer'), { answer: 'confirm' })).status).toBe(410)
    expect((await row()).confirmedAt).toBeNull()
  })

  it('shows what was released, and what changed since, and never the draft behind it', async () => {
    await release()
    const { event } = stage
    const times = { startsLocal: '2026-10-25T13:00:00', endsLocal: '2026-10-25T14:00:00' }
    await world
      .db('agendaSessions')
      .where({ reference: session })
      .update({ ...times, startsAt: new Date('2026-10-25T12:00:00Z'), endsAt: new Date('2026-10-25T13:00:00Z') })
    const hidden = plain((await get(link())).text)
    expect(hidden).toContain('Sobota 24. října 9.00–10.00')
    expect(hidden).not.toContain('Neděle 25. října')
    await release()
    const shown = plain((await get(link())).text)
    expect(shown).toContain('V programu')
    expect(shown).toContain('Přesunuto z 24. 10. 9.00–10.00 na 25. 10. 13.00–14.00.')
    expect(shown).toContain(`/cs/events/${event.slug}/sessions/${session}`)
  })
})

describe('the answer', () => {
  it('is yes once, however often it is said, with the consent only where it was given', async () => {
    await Promise.all([1, 2, 3].map(() => post(link('answer'), { answer: 'confirm' })))
    const confirmed = await row()
    expect(confirmed).toMatchObject({
      confirmedAt: new Date('2026-10-01T10:00:00Z'),
      consentedAt: null,
      isPublic: false,
    })
    expect(await audits('speaker')).toEqual(['agenda.speaker-added', 'speaker.confirmed'])
    await release()
    expect(await sharedName()).toEqual([])
    const answer = await post(link('answer'), { answer: 'confirm', consent: 'yes' })
    expect([answer.status, answer.headers['location']]).toEqual([303, `${link()}?done=confirmed`])
    expect(await row()).toMatchObject({ consentSource: 'speaker', isPublic: true, confirmedAt: confirmed.confirmedAt })
    const page = await get(`${link()}?done=confirmed`)
    expect(page.text).toContain('role="status"')
    expect(plain(page.text)).toContain('Počítáme s vámi.')
  })

  it('is no, with a reason that stays text, and can be taken back until the end', async () => {
    await post(link('answer'), { answer: 'confirm' })
    const reason = '<b>Jsem</b> jinde'
    expect((await get(link('decline'))).status).toBe(200)
    expect((await post(link('decline'), { reason })).headers['location']).toBe(`${link()}?done=declined`)
    expect(await row()).toMatchObject({ confirmedAt: null, declineReason: reason })
    const page = await get(link())
    expect(page.text).toContain('&lt;b&gt;Jsem&lt;/b&gt; jinde')
    expect(page.text).not.toContain('<b>Jsem')
    await post(link('answer'), { answer: 'undo' })
    expect(await row()).toMatchObject({ confirmedAt: null, declinedAt: null, declineReason: '' })
    await post(link('answer'), { answer: 'undo' })
    expect((await audits('speaker')).slice(1)).toEqual(['speaker.confirmed', 'speaker.declined', 'speaker.reopened'])
    const long = await post(link('decline'), { reason: 'x'.repeat(501) })
    expect(long.status).toBe(422)
    expect(long.text).toContain('<title>Chyba: ')
  })

  it('is not taken when the event is off or over; the page says so', async () => {
    await cancelEvent(world.db, system, { event: stage.event, note: {} })
    const answer = await post(link('answer'), { answer: 'confirm' })
    expect(answer.headers['location']).toBe(`${link()}?done=closed`)
    expect((await post(link('decline'), { reason: '' })).headers['location']).toBe(`${link()}?done=closed`)
    expect((await post(link('needs'), {})).headers['location']).toBe(`${link()}?done=closed`)
    expect(await row()).toMatchObject({ confirmedAt: null, declinedAt: null })
    expect((await get(link())).text).not.toContain('value="confirm"')
  })

  it('is nobody’s who comes from elsewhere, and nothing strange breaks it', async () => {
    const foreign = await world
      .agent()
      .post(link('answer'))
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send({ answer: 'confirm' })
    expect(foreign.status).toBe(403)
    for (const fields of [{}, { answer: 'maybe' }, { answer: 'confirm\u0000' }])
      expect((await post(link('answer'), fields)).status).toBe(303)
    expect((await row()).confirmedAt).toBeNull()
  })
})

describe('the consent', () => {
  it('taken back hides at once, in releases of the past too, and given again brings back', async () => {
    await post(link('consent'), { consent: 'give' })
    await release()
    const slug = stage.event.slug
    expect(await sharedName()).toEqual([{ cs: 'Jana' }])
    expect((await get(`/cs/events/${slug}/speakers`)).text).toContain('Jana')
    expect((await post(link('consent'), { consent: 'withdraw' })).headers['location']).toBe(`${link()}?done=withdrawn`)
    for (const path of ['speakers', 'agenda', `sessions/${session}`])
      expect((await get(`/cs/events/${slug}/${path}`)).text).not.toContain('Jana')
    expect((await get(`/cs/events/${slug}/speakers/${jana.reference}`)).status).toBe(404)
    await post(link('consent'), { consent: 'withdraw' })
    await post(link('consent'), { consent: 'give' })
    expect((await get(`/cs/events/${slug}/speakers`)).text).toContain('Jana')
    expect((await audits('speaker')).slice(1)).toEqual([
      'speaker.consented',
      'speaker.consent-withdrawn',
      'speaker.consented',
    ])
  })

  it('can be taken back long after the event, when nothing else can be changed', async () => {
    await post(link('consent'), { consent: 'give' })
    world.at('2029-01-01T10:00:00Z')
    expect((await get(link())).status).toBe(200)
    expect((await post(link('entry'), {})).headers['location']).toBe(`${link()}?done=closed`)
    await post(link('consent'), { consent: 'withdraw' })
    expect((await row()).isPublic).toBe(false)
  })
})

describe('the entry', () => {
  const typed = { 'name.cs': 'Jana Nováková', 'name.en': '', titleBefore: 'Ing.', titleAfter: 'Ph.D.', locale: 'en' }
  it('is corrected by the speaker, moves in the order of names, and is public with the next release', async () => {
    const form = await get(link('entry'))
    expect(form.text).toContain('value="Jana"')
    const fields = {
      ...typed,
      'biography.cs': '**Vede** <script>alert(1)</script>',
      'link.0.url': 'https://example.org',
      lockVersion: '0',
    }
    expect((await post(link('entry'), fields)).headers['location']).toBe(`${link()}?done=entry`)
    expect(await row()).toMatchObject({ sortName: 'Nováková Jana', titleBefore: 'Ing.', locale: 'en', lockVersion: 1 })
    const page = await get(link())
    expect(plain(page.text)).toContain('Ing. Jana Nováková, Ph.D.')
    expect(page.text).toContain('<strong>Vede</strong>')
    expect(page.text).not.toContain('<script>alert')
  })

  it('keeps everything typed when it is refused', async () => {
    const answer = await post(link('entry'), { ...typed, 'name.cs': '', 'link.2.url': 'ftp://x', lockVersion: '0' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('value="ftp://x"')
    expect(answer.text).toContain('href="#name.cs"')
    expect((await row()).lockVersion).toBe(0)
  })

  it('does not overwrite what the organisers wrote meanwhile without saying so', async () => {
    await world
      .db('speakers')
      .where({ id: jana.id })
      .update({ affiliation: { cs: 'Nová instituce' }, lockVersion: 5 })
    const answer = await post(link('entry'), { ...typed, lockVersion: '0' })
    expect(answer.status).toBe(409)
    expect(plain(answer.text)).toContain('Nová instituce')
    expect(answer.text).toContain('name="lockVersion" value="5"')
    expect(answer.text).toContain('value="Jana Nováková"')
    expect((await row()).name).toEqual({ cs: 'Jana' })
    expect((await post(link('entry'), { ...typed, lockVersion: '5' })).status).toBe(303)
  })
})

describe('when and what', () => {
  it('is said day by day, and seen by the organisers only', async () => {
    const days = {
      'day.2026-10-24': 'all',
      'day.2026-10-25': 'part',
      'from.2026-10-25': '9.00',
      'to.2026-10-25': '12:30',
      'day.2026-10-26': 'none',
    }
    await post(link('needs'), { ...days, technicalNeeds: 'Zvuk z počítače' })
    expect(await row()).toMatchObject({
      availability: [
        { from: '2026-10-24T00:00:00', to: '2026-10-25T00:00:00' },
        { from: '2026-10-25T09:00:00', to: '2026-10-25T12:30:00' },
      ],
      technicalNeeds: 'Zvuk z počítače',
    })
    expect(plain((await get(link())).text)).toContain('9.00–12.30')
    expect((await get(link('needs'))).text).toContain('value="12:30"')
    const refused = await post(link('needs'), { ...days, 'to.2026-10-25': '8.00' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('id="to.2026-10-25-error"')
  })
})

describe('the photograph', () => {
  const send = (content: Buffer, name = 'ja.jpg') =>
    world.agent().post(link('photograph')).attach('photograph', content, name)

  it('is drawn anew, seen by the speaker at once and by everybody with the consent', async () => {
    expect((await send(await aPhotograph())).headers['location']).toBe(`${link()}?done=photograph`)
    const { photographReference } = await row()
    const own = await get(link('photograph.webp'))
    expect([own.status, own.headers['content-type'], own.headers['cache-control']]).toEqual([
      200,
      'image/webp',
      'private, no-store',
    ])
    const address = `/photographs/${photographReference}.webp`
    expect((await get(address)).status).toBe(404)
    await post(link('consent'), { consent: 'give' })
    const all = await get(address)
    expect([all.status, all.headers['content-type'], all.headers['x-content-type-options']]).toEqual([
      200,
      'image/webp',
      'nosniff',
    ])
    expect(all.headers['cache-control']).toContain('immutable')
    expect((await get(address).set('If-None-Match', String(all.headers['etag']))).status).toBe(304)
    await post(link('consent'), { consent: 'withdraw' })
    expect((await get(address)).status).toBe(404)
    expect((await get('/photographs/NOTHING.webp')).status).toBe(404)
  })

  it('replaced stays where a release shows it, and removed is gone everywhere', async () => {
    await post(link('consent'), { consent: 'give' })
    await send(await aPhotograph())
    const first = (await row()).photographReference
    await release()
    await send(await aPhotograph(700, 700))
    const second = (await row()).photographReference
    expect(second).not.toBe(first)
    for (const one of [first, second]) expect((await get(`/photographs/${one}.webp`)).status).toBe(200)
    await post(link('photograph'), { deed: 'remove' })
    for (const one of [first, second]) expect((await get(`/photographs/${one}.webp`)).status).toBe(404)
    expect(await countRows(world.db, 'files')).toBe(0)
  })

  it.each([
    ['nothing', Buffer.alloc(0), 'Přiložte soubor'],
    ['no picture', Buffer.from('<svg onload="alert(1)"/>'), 'Tenhle soubor jako fotografii přečíst neumíme'],
    ['too much', Buffer.alloc(11 * 1024 * 1024, 1), 'Soubor je moc velký'],
  ])('is refused when it is %s', async (_, content, message) => {
    const answer = await send(content)
    expect(answer.status).toBe(422)
    expect(plain(answer.text)).toContain(message)
    expect(await countRows(world.db, 'files')).toBe(0)
  })
})

describe('slides', () => {
  const path = () => link(`sessions/${session}/materials`)
  const send = (content: Buffer, name: string) =>
    world.agent().post(path()).field('title', 'Moje slidy').attach('file', content, name)
  const only = async () => (await world.db('sessionMaterials').first('reference'))?.reference ?? ''

  it('are handed in, seen by those concerned, and public when the organisers say so', async () => {
    expect((await send(aPdf(), 'Vodík – úvod.pdf')).headers['location']).toBe(`${link()}?done=material`)
    const page = await get(link())
    expect(plain(page.text)).toContain('Moje slidy')
    expect(page.text).toContain('Neveřejné')
    const own = await get(link(`materials/${await only()}`))
    expect([own.status, own.headers['content-type']]).toEqual([200, 'application/pdf'])
    expect(own.headers['content-disposition']).toContain(
      'attachment; filename="Vodik  uvod.pdf"; filename*=UTF-8\'\'Vod%C3%ADk',
    )
    expect(own.headers['content-security-policy']).toContain('sandbox')
    await release()
    const address = `/cs/events/${stage.event.slug}/sessions/${session}/materials/${await only()}`
    expect((await get(address)).status).toBe(404)
    await world.db('sessionMaterials').update({ publishedAt: new Date() })
    expect((await get(address)).status).toBe(200)
    expect((await get(address.replace(session, 'OTHER'))).status).toBe(404)
  })

  it.each([
    [
      'macros.pptx',
      Buffer.concat([
        Buffer.from('504b0304', 'hex'),
        Buffer.from('[Content_Types].xml ppt/presentation.xml vbaProject'),
      ]),
    ],
    ['page.html', Buffer.from('<script>')],
    ['page.pdf', Buffer.from('<script>')],
    ['all.zip', Buffer.from('504b0304', 'hex')],
  ])('of another kind are refused: %s', async (name, content) => {
    const answer = await send(content, name)
    expect(answer.status).toBe(422)
    expect(plain(answer.text)).toContain('Tenhle druh souboru nepřijímáme')
    expect(answer.text).toContain('value="Moje slidy"')
    expect(await countRows(world.db, 'files')).toBe(0)
  })

  it('are refused beyond 25 MB and beyond twenty', async () => {
    const big = await send(aPdf(26 * 1024 * 1024), 'velke.pdf')
    expect([big.status, plain(big.text).includes('nejvýš 25 MB')]).toEqual([422, true])
    for (let number = 0; number < 20; number++) expect((await send(aPdf(), `${number}.pdf`)).status).toBe(303)
    const more = await send(aPdf(), '21.pdf')
    expect([more.status, plain(more.text).includes('nejvýš 20 souborů')]).toEqual([422, true])
  })

  it('are removed by whoever sent them, after a question, and by nobody else', async () => {
    await send(aPdf(), 'a.pdf')
    const petr = await createPerson(world.db, stage.event, 'Petr')
    const material = await only()
    const foreign = `${speakerLink(world.services, petr)}/materials/${material}`
    expect((await get(foreign)).status).toBe(404)
    const opened = { reference: session, lockVersion: 0 }
    const speakers = [jana, petr].map(({ reference }) => ({ reference, role: 'speaker' as const }))
    await setSessionSpeakers(world.db, system, { event: stage.event, session: opened, speakers })
    expect((await get(foreign)).status).toBe(200)
    expect((await post(`${foreign}/remove`)).status).toBe(404)
    expect((await get(link(`materials/${material}/remove`))).status).toBe(200)
    expect(await countRows(world.db, 'sessionMaterials')).toBe(1)
    await post(link(`materials/${material}/remove`))
    expect([await countRows(world.db, 'sessionMaterials'), await countRows(world.db, 'files')]).toEqual([0, 0])
  })

  it('go to one’s own sessions only, while they are on', async () => {
    const other = await createSession(world.db, stage.event, talk('Cizí', '11:00', '12:00'))
    expect((await get(link(`sessions/${other}/materials`))).status).toBe(404)
    const answer = await world
      .agent()
      .post(link(`sessions/${other}/materials`))
      .attach('file', aPdf(), 'a.pdf')
    expect(answer.status).toBe(404)
    expect(await countRows(world.db, 'files')).toBe(0)
  })
})
