import { describe, expect, it } from '@jest/globals'
import sharp from 'sharp'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { createSession, createStage, talk } from '../../factories/agenda.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const get = (path: string) => supertest(world.app).get(path)

async function released(title = 'Vodík v dopravě') {
  const { organisation } = await world.people()
  const { event } = await createStage(world.db, organisation.id)
  const reference = await createSession(world.db, event, talk(title, '09:00', '10:00'))
  await releaseAgenda(world.db, system, { event, note: {} })
  return { event, reference }
}

/** What oEmbed says of a page of ours. */
async function told(path: string, rest: Record<string, string> = {}) {
  return get('/oembed').query({ url: `${world.url}${path}`, ...rest })
}

describe('pictures beside links', () => {
  it('are of the size that sites ask for, one for each event, session and language', async () => {
    const { reference } = await released()
    const paths = ['', `/sessions/${reference}`].flatMap(part => [
      `/cs/events/klastry${part}`,
      `/en/events/klastry${part}`,
    ])
    const answers = await Promise.all(paths.map(path => get(`${path}/share.png`)))
    for (const answer of answers) {
      expect([answer.status, answer.type, answer.headers['cross-origin-resource-policy']]).toEqual([
        200,
        'image/png',
        'cross-origin',
      ])
      const { width, height, format } = await sharp(answer.body).metadata()
      expect({ width, height, format }).toEqual({ width: 1200, height: 630, format: 'png' })
      expect(answer.body.length).toBeLessThan(150_000)
    }
    expect(new Set(answers.map(answer => answer.headers['etag'])).size).toBe(4)
  })

  it('are not sent twice, and change with what they say', async () => {
    const { event } = await released()
    const first = await get('/cs/events/klastry/share.png')
    const known = { 'If-None-Match': String(first.headers['etag']) }
    expect((await get('/cs/events/klastry/share.png').set(known)).status).toBe(304)
    await world
      .db('events')
      .where({ id: event.id })
      .update({ title: { cs: 'Jiný název' } })
    expect((await get('/cs/events/klastry/share.png').set(known)).status).toBe(200)
  })

  it.each(['Nejneobhospodařovávatelnější '.repeat(30).trim(), 'X'.repeat(400), '#panic() <b> $x$ \\', '数据'])(
    'bear any title: %.30s',
    async title => {
      const { reference } = await released(title)
      expect((await get(`/cs/events/klastry/sessions/${reference}/share.png`)).status).toBe(200)
    },
  )

  it('are none of drafts and of sessions that nobody released', async () => {
    const { event } = await released()
    const hidden = await createSession(world.db, event, talk('Jen návrh', '11:00', '12:00'))
    expect((await get(`/cs/events/klastry/sessions/${hidden}/share.png`)).status).toBe(404)
    await world.db('events').where({ id: event.id }).update({ publishedAt: null })
    expect((await get('/cs/events/klastry/share.png')).status).toBe(404)
  })

  it('are named in the heads of the pages, with their size and words', async () => {
    const { reference } = await released()
    const ofEvent = await get('/cs/events/klastry')
    expect(ofEvent.text).toContain(`<meta property="og:image" content="${world.url}/cs/events/klastry/share.png">`)
    expect(ofEvent.text).toContain('<meta property="og:image:width" content="1200">')
    expect(ofEvent.text).toContain(
      '<meta property="og:image:alt" content="Klastry v\u00a0regionu, 24.–26.\u00a0října\u00a02026">',
    )
    const ofSession = await get(`/cs/events/klastry/sessions/${reference}`)
    expect(ofSession.text).toContain(`content="${world.url}/cs/events/klastry/sessions/${reference}/share.png"`)
    expect(ofSession.text).toContain('<meta name="twitter:card" content="summary_large_image">')
  })
})

describe('oEmbed', () => {
  it('tells of events, agendas and sessions, and is found from their pages', async () => {
    const { reference } = await released()
    const page = await get('/cs/events/klastry')
    const link = /type="application\/json\+oembed" href="([^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const answer = await get(new URL(link).pathname + new URL(link).search)
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=300' })
    expect(answer.body).toEqual({
      version: '1.0',
      type: 'link',
      title: 'Klastry v\u00a0regionu',
      provider_name: 'Pozvánka',
      provider_url: `${world.url}/`,
      cache_age: 3600,
      thumbnail_url: `${world.url}/cs/events/klastry/share.png`,
      thumbnail_width: 1200,
      thumbnail_height: 630,
    })
    const session = await told(`/en/events/klastry/sessions/${reference}`)
    expect(session.body).toMatchObject({ title: 'Vodík v dopravě (en) · Clusters in the region', type: 'link' })
  })

  it('offers the programme in a frame only where the organisers let other sites frame it', async () => {
    const { event } = await released()
    expect((await told('/cs/events/klastry/agenda')).body).toMatchObject({ type: 'link' })
    await world.db.raw(`insert into agenda_settings (event_id, embed_origins) values (?, '{https://example.org}')`, [
      event.id,
    ])
    const { body } = await told('/cs/events/klastry/agenda', { maxwidth: '480' })
    expect(body).toMatchObject({ type: 'rich', width: 480, height: 720 })
    expect(body.html).toBe(
      `<iframe src="${world.url}/cs/events/klastry/embed/agenda" title="Program · Klastry v\u00a0regionu" width="480" height="720" loading="lazy"></iframe>`,
    )
  })

  it('knows nothing of other sites, of drafts, of what nobody released, and no other format', async () => {
    const { event } = await released()
    const refused = ['https://evil.example/cs/events/klastry', 'nonsense', `${world.url}/cs/events/nic`]
    for (const url of refused) expect((await get('/oembed').query({ url })).status).toBe(404)
    expect((await told('/cs/events/klastry/sessions/NIC')).status).toBe(404)
    expect((await get('/oembed')).status).toBe(404)
    expect((await told('/cs/events/klastry', { format: 'xml' })).status).toBe(501)
    await world.db('events').where({ id: event.id }).update({ publishedAt: null })
    expect((await told('/cs/events/klastry')).status).toBe(404)
  })
})
