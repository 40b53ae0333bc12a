import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from '@jest/globals'
import sharp from 'sharp'
import { system } from '../../../src/core/actor.ts'
import { notify } from '../../../src/core/notifications.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { parseTimeZone } from '../../../src/core/time.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { removeSpeaker } from '../../../src/features/agenda/actions/speakers.ts'
import { withdrawConsent } from '../../../src/features/contributions/actions/answer.ts'
import type { Speaker } from '../../../src/features/contributions/types.ts'
import { createSession, createStage, type Stage, talk } from '../../factories/agenda.ts'
import { createPerson, speakerLink, speakerNow } from '../../factories/contributions.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let stage: Stage
let jana: Speaker
let session: string
let version = 0
const organiser = '/cs/organiser/events/klastry/agenda'

beforeEach(async () => {
  world.at('2026-10-01T10:00:00Z')
  const { organisation } = await world.people()
  stage = await createStage(world.db, organisation.id)
  jana = await createPerson(world.db, stage.event, 'Jana Tajemná', { isConsented: true })
  const speakers = [{ reference: jana.reference, role: 'speaker' as const }]
  session = await createSession(world.db, stage.event, talk('Vodík', '09:00', '10:00', { room: stage.hall, speakers }))
  version = (await world.db('agendaSessions').where({ reference: session }).first('lockVersion'))?.lockVersion ?? -1
})

const release = () => releaseAgenda(world.db, system, { event: stage.event, note: {} })

/** Every public answer that could name somebody, as one text (of pictures and documents their bytes). */
async function everythingPublic(): Promise<string> {
  const base = '/cs/events/klastry'
  const paths = [
    '',
    '/agenda',
    '/agenda/now',
    '/agenda/print',
    '/agenda/releases',
    '/agenda/releases/1',
    '/speakers',
    '/agenda?q=tajemna',
    '/speakers?q=tajemna',
    `/sessions/${session}`,
    `/speakers/${jana.reference}`,
    '/changes.atom',
    '/display',
    `/display/${stage.hall}`,
    '/embed/agenda',
    `/sessions/${session}/feedback`,
  ].map(path => base + path)
  const others = [
    '/events/klastry/schedule.xml',
    '/events/klastry/schedule.json',
    '/calendar/events/klastry.ics',
    `/calendar/events/klastry/sessions/${session}.ics`,
    `/calendar/events/klastry/speakers/${jana.reference}.ics`,
    '/cs/events.atom',
    `/oembed?url=${encodeURIComponent(`${world.url}${base}/sessions/${session}`)}`,
  ]
  const texts = []
  for (const path of [...paths, ...others]) {
    const answer = await world.agent().get(path)
    if (answer.status >= 500) throw new Error(`${path}: ${answer.status}`)
    texts.push(answer.text ?? String(answer.body))
  }
  return texts.join('\n').replaceAll('\u00a0', ' ')
}

describe('a consent that was withdrawn', () => {
  it('hides the person everywhere, releases of the past and their history too', async () => {
    await release()
    await createSession(world.db, stage.event, talk('Vítr', '11:00', '12:00', { speakers: [] }))
    await release()
    const needs = { technicalNeeds: 'rampa k řečništi', declineReason: 'chřipka' }
    await world.db('speakers').where({ reference: jana.reference }).update(needs)
    const before = await everythingPublic()
    expect(before).toContain('Tajemná')
    expect(before).not.toMatch(/janatajemn@|rampa k|chřipka/)
    await withdrawConsent(world.db, system, { event: stage.event, speaker: jana })
    expect(await everythingPublic()).not.toContain('Tajemná')
  })

  it('also under a name that the person has had changed since', async () => {
    await createSession(world.db, stage.event, talk('Vítr', '11:00', '12:00'))
    await world.db('sessionSpeakers').del()
    await release()
    const added = { reference: jana.reference, role: 'speaker' as const }
    session = await createSession(world.db, stage.event, talk('Slunce', '13:00', '14:00', { speakers: [added] }))
    const stored = await world.db('agendaSessions').where({ eventId: stage.event.id }).orderBy('id').first('id')
    const speaker = await world.db('speakers').where({ reference: jana.reference }).first('id')
    const times = await world
      .db('agendaSessions')
      .where({ id: stored?.id ?? 0 })
      .first('startsAt', 'endsAt')
    await world.db('sessionSpeakers').insert({
      sessionId: stored?.id ?? 0,
      speakerId: speaker?.id ?? 0,
      role: 'speaker',
      position: 1,
      startsAt: times?.startsAt ?? null,
      endsAt: times?.endsAt ?? null,
      isCollective: false,
    })
    await release()
    expect((await world.agent().get('/cs/events/klastry/changes.atom')).text).toContain('Tajemná')
    await world
      .db('speakers')
      .where({ reference: jana.reference })
      .update({ name: { cs: 'Jana Nová' } })
    await withdrawConsent(world.db, system, { event: stage.event, speaker: jana })
    expect(await everythingPublic()).not.toMatch(/Tajemná|Jana Nová/)
  })

  it('stays withdrawn when the organisers remove the person from the event', async () => {
    await release()
    expect(await everythingPublic()).toContain('Tajemná')
    await withdrawConsent(world.db, system, { event: stage.event, speaker: jana })
    await removeSpeaker(world.db, system, { event: stage.event, speaker: jana })
    expect(await everythingPublic()).not.toContain('Tajemná')
    await createSession(world.db, stage.event, talk('Vítr', '11:00', '12:00'))
    await release()
    expect(await everythingPublic()).not.toContain('Tajemná')
  })

  it('is not given again by an organiser whose form was open all the while', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const path = `${organiser}/speakers/${jana.reference}`
    const { lockVersion } = await speakerNow(world.db, jana)
    await withdrawConsent(world.db, system, { event: stage.event, speaker: jana })
    const form = { 'name.cs': 'Jana Tajemná', 'name.en': '', locale: 'cs', isConsented: 'on', email: 'j@example.org' }
    const refused = await agent
      .post(path)
      .type('form')
      .send({ ...form, lockVersion })
    expect([refused.status, /name="isConsented"[^>]*checked/.test(refused.text)]).toEqual([422, false])
  })
})

describe('the editor', () => {
  const changes = (agent: Awaited<ReturnType<typeof world.as>>, batch: string) =>
    agent.post(`${organiser}/changes`).set('Accept', 'application/json').type('form').send({ batch })
  const times = { startsLocal: '2026-10-24T11:00:00', endsLocal: '2026-10-24T12:00:00' }
  const place = (to: object, rest: object = {}) =>
    JSON.stringify({
      deed: 'moved',
      changes: [{ kind: 'place', reference: session, lockVersion: version, to, ...rest }],
    })

  it('refuses batches that mean nothing, and changes nothing by them', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const before = await world.db('agendaSessions').select('*')
    const hostile = [
      '',
      'null',
      '[]',
      '{"__proto__":{"deed":"moved"}}',
      '['.repeat(100_000),
      `{"deed":"moved","changes":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      '{"deed":"undone","changes":[]}',
      '{"deed":"constructor","changes":[{"kind":"__proto__"}]}',
      place({ ...times, startsLocal: '0000-01-01T00:00:00' }),
      place({ ...times, startsLocal: '0001-01-01T00:00:00', endsLocal: '9999-12-31T23:59:00' }),
      place({ startsLocal: times.endsLocal, endsLocal: times.startsLocal }),
      place({ ...times, startsLocal: '2026-02-30T11:00:00' }),
      place({ ...times, startsLocal: '2026-10-24T11:00:00+02:00' }),
      place({ ...times, room: 'x'.repeat(65) }),
      place({ ...times, room: 'NEZNAMA1' }),
      place({ ...times, room: "'; drop table rooms; --" }),
      place({ ...times, room: { toString: 'x' } }),
      place(times, { lockVersion: 1e308 }),
      place(times, { lockVersion: -1 }),
      place(times, { lockVersion: 0.5 }),
      place(times).replace(`"lockVersion":${version}`, '"lockVersion":NaN'),
      place(times, { reference: '\u0000' }),
      place(times, { kind: 'constructor' }),
      JSON.stringify({
        deed: 'added',
        changes: [{ kind: 'break', title: { cs: '\u0000', en: 'x'.repeat(201) }, to: times }],
      }),
      JSON.stringify({
        deed: 'moved',
        changes: Array.from({ length: 501 }, () => ({ kind: 'copy', reference: session, to: null })),
      }),
    ]
    for (const batch of hostile) {
      const answer = await changes(agent, batch)
      expect([batch.slice(0, 60), [409, 413, 422].includes(answer.status)]).toEqual([batch.slice(0, 60), true])
    }
    expect(await world.db('agendaSessions').select('*')).toEqual(before)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('knows no sessions and rooms of other events', async () => {
    const { owner, organisation } = await world.people()
    const agent = await world.as(owner)
    const other = await createStage(world.db, organisation.id, { slug: 'jina' })
    const theirs = await createSession(world.db, other.event, talk('Cizí', '09:00', '10:00', { room: other.hall }))
    const foreign = place(times, { reference: theirs })
    expect((await changes(agent, foreign)).status).toBe(409)
    expect((await changes(agent, place({ ...times, room: other.hall }))).status).toBe(422)
    const copied = JSON.stringify({ deed: 'copied', changes: [{ kind: 'copy', reference: theirs, to: null }] })
    expect((await changes(agent, copied)).status).toBe(422)
    expect(await world.db('agendaSessions').where({ eventId: other.event.id, lockVersion: version })).toHaveLength(1)
  })

  it('is closed to those who are not its organisers, its stream and undo too', async () => {
    const { doorStaff, stranger } = await world.people()
    for (const person of [doorStaff, stranger]) {
      const agent = await world.as(person)
      expect([403, 404]).toContain((await changes(agent, place(times))).status)
      for (const path of [
        'undo',
        'redo',
        'bulk',
        'shift',
        'breaks',
        'release',
        'release/plan/cancel',
        'settings',
        'import',
      ])
        expect([path, (await agent.post(`${organiser}/${path}`).type('form').send({})).status > 402]).toEqual([
          path,
          true,
        ])
      expect([403, 404]).toContain((await agent.get(`${organiser}/stream`).set('Accept', 'text/event-stream')).status)
    }
  })

  it('outlives readers of its stream who take nothing off the line', async () => {
    const { owner } = await world.people()
    await world.as(owner)
    const { host, hostname, port } = new URL(world.url)
    const signIn = await world
      .agent()
      .post('/cs/sign-in')
      .type('form')
      .send({ email: owner.email, password: owner.password })
    const cookie = String(signIn.headers['set-cookie']).split(';')[0] ?? ''
    const sockets = Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), hostname)
      const head = ['Accept: text/event-stream', `Cookie: ${cookie}`, `Host: ${host}`]
      socket.write(`GET ${organiser}/stream HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`)
      socket.pause()
      return socket
    })
    await sleep(500)
    for (let edit = 0; edit < 50; edit += 1)
      await inTransaction(world.db, trx => notify(trx, 'agenda', { eventId: stage.event.id, editId: edit }))
    for (const socket of sockets) socket.destroy()
    await inTransaction(world.db, trx => notify(trx, 'agenda', { eventId: stage.event.id, editId: 99 }))
    await sleep(200)
    expect((await world.agent().get('/cs/events/klastry')).status).toBe(200)
  })
})

describe('what speakers send', () => {
  const photograph = (content: Buffer, name = 'ja.jpg', type = 'image/jpeg') =>
    world
      .agent()
      .post(`${speakerLink(world.services, jana)}/photograph`)
      .attach('photograph', content, { filename: name, contentType: type })

  it('is no photograph unless it can be drawn: neither SVG, nor HTML, nor bombs', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer()
    const gif = Buffer.concat([Buffer.from('GIF89a'), svg])
    const polyglot = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), svg])
    for (const content of [svg, bomb, gif, polyglot, Buffer.from('<html>'), Buffer.alloc(5)])
      expect((await photograph(content)).status).toBe(422)
    expect(await world.db('files').select('id')).toEqual([])
  })

  it('is published as text: markup and dangerous links of an entry stay without effect', async () => {
    const { lockVersion } = await speakerNow(world.db, jana)
    const hostile =
      '<script>alert(1)</script> [x](javascript:alert(1)) ![y](data:text/html,x) <img src=x onerror=alert(1)>'
    const entry = {
      'name.cs': 'Jana <b onmouseover=alert(1)>',
      'affiliation.cs': hostile,
      'biography.cs': hostile,
      locale: 'cs',
      lockVersion,
      titleBefore: '"><script>',
    }
    const post = (fields: Record<string, unknown>) =>
      world
        .agent()
        .post(`${speakerLink(world.services, jana)}/entry`)
        .type('form')
        .send(fields)
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      ' jAvAsCrIpT:alert(1)',
      'vbscript:x',
      'file:///etc/passwd',
    ])
      expect((await post({ ...entry, 'link.0.url': url, 'link.0.title': 'x' })).status).toBe(422)
    expect((await post(entry)).status).toBe(303)
    await release()
    for (const path of ['agenda', 'agenda/print', `sessions/${session}`, `speakers/${jana.reference}`, 'display']) {
      const { text } = await world.agent().get(`/cs/events/klastry/${path}`)
      expect(text).not.toMatch(/<script>alert|<b onmouse|<img src=x|"><script|href="(javascript|data):/i)
    }
    const xml = await world.agent().get('/events/klastry/schedule.xml')
    expect(xml.text).toContain('&lt;b onmouseover=alert(1)&gt;</person>')
    const json = await world.agent().get('/events/klastry/schedule.json')
    expect(json.headers['x-content-type-options']).toBe('nosniff')
  })
})

describe('the address of a programme', () => {
  it('bears whatever is asked, and forgets it', async () => {
    await release()
    const long = 'a'.repeat(5_000)
    const asked = [
      `q=${long}`,
      'q=%00',
      'q=%ff%fe',
      'q=((((a%2B)%2B)%2B)%2B)',
      'q[]=1&q[]=2',
      'q=1&q=2',
      'q[__proto__]=1',
      'zone=Europe%2FPRAGUE',
      'zone=..%2F..%2Fetc%2Fpasswd',
      `zone=${long}`,
      'day=2026-99-99',
      'day=__proto__',
      'rooms=-1',
      'rooms=1e9',
      'rooms=NaN',
      `my=${'A.'.repeat(700)}`,
      'my=constructor',
      'track=constructor',
      'type=__proto__',
    ]
    for (const query of asked) {
      const answer = await world.agent().get(`/cs/events/klastry/agenda?${query}`)
      expect([query.slice(0, 40), answer.status]).toEqual([query.slice(0, 40), 200])
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    for (const spelled of ['Europe/PRAGUE', 'EuRope/Prague', 'Europe/KYIV'])
      expect(parseTimeZone(spelled)).toBeUndefined()
    for (const zone of ['Europe/Prague', 'Europe/Kyiv', 'America/Argentina/Buenos_Aires', 'UTC'])
      expect(parseTimeZone(zone)).toBe(zone)
  })

  it('may name what cannot be', async () => {
    await release()
    const hostile = ['%00', '%ff', '..%2f..%2fetc%2fpasswd', '%E0%A4%A', '__proto__', 'a'.repeat(3_000), "'%3b--"]
    for (const part of hostile) {
      for (const path of [
        `/cs/events/${part}/agenda`,
        `/cs/events/klastry/sessions/${part}`,
        `/cs/events/klastry/sessions/${part}/feedback`,
        `/cs/events/klastry/sessions/${part}/share.png`,
        `/cs/events/klastry/sessions/${session}/materials/${part}`,
        `/cs/events/klastry/speakers/${part}`,
        `/cs/events/klastry/display/${part}`,
        `/cs/events/klastry/agenda/releases/${part}`,
        `/cs/events/klastry/agenda.pdf?layout=x${part}`,
        `/cs/speaking/${part}`,
        `/photographs/${part}.webp`,
        `/oembed?url=${part}`,
        `/oembed?url=http://169.254.169.254/${part}`,
      ])
        expect([path.slice(0, 80), [400, 404].includes((await world.agent().get(path)).status)]).toEqual([
          path.slice(0, 80),
          true,
        ])
    }
  })

  it('of an event nobody may see yet tells nothing', async () => {
    await release()
    await world.db('events').where({ id: stage.event.id }).update({ publishedAt: null })
    for (const path of [
      'agenda',
      'agenda.pdf',
      'speakers.pdf',
      'share.png',
      'display',
      'embed/agenda',
      'changes.atom',
      'agenda/releases/1',
      `sessions/${session}`,
      `sessions/${session}/feedback`,
      `sessions/${session}/share.png`,
    ])
      expect([path, (await world.agent().get(`/cs/events/klastry/${path}`)).status]).toEqual([path, 404])
    for (const format of ['xml', 'json'])
      expect((await world.agent().get(`/events/klastry/schedule.${format}`)).status).toBe(404)
    const url = encodeURIComponent(`${world.url}/cs/events/klastry`)
    expect((await world.agent().get(`/oembed?url=${url}`)).status).toBe(404)
  })
})

describe('several at once', () => {
  it('make one release, and undo each their own', async () => {
    const outcomes = await Promise.all(Array.from({ length: 6 }, release))
    expect(outcomes.filter(({ kind }) => kind === 'released')).toHaveLength(1)
    expect(await world.db('agendaReleases').where({ eventId: stage.event.id })).toHaveLength(1)
  })
})
