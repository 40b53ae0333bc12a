import { type BenchContext, type Measurement, measure, type Scenario } from '../scenario.ts'

const event = 'technologicky-transfer-ukazka'

/** One registration as a browser sends it; right when it is answered with a place or a place in the queue. */
async function register(url: string, who: string, category: string): Promise<boolean> {
  const response = await fetch(`${url}/cs/events/${event}/registration`, {
    method: 'POST',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    redirect: 'manual',
    body: new URLSearchParams({
      givenName: 'Jana',
      familyName: 'Nováková',
      email: `${who}@example.org`,
      organisation: 'Univerzita J. E. Purkyně v Ústí nad Labem',
      country: 'CZ',
      locale: 'cs',
      category,
      participation: 'yes',
    }),
  })
  await response.arrayBuffer()
  return response.status === 303
}

async function run({ url, quick }: BenchContext): Promise<readonly Measurement[]> {
  const form = `${url}/cs/events/${event}/registration`
  const page = await (await fetch(form)).text()
  const category = /name="category" value="([2-9A-Z]+)"/.exec(page)?.[1] ?? ''
  const run = Date.now().toString(36)
  const read = async () => {
    const response = await fetch(form)
    await response.arrayBuffer()
    return response.status === 200
  }
  const post = (prefix: string) => (index: number) => register(url, `${prefix}-${run}-${index}`, category)
  return [
    await measure({ name: 'form, 32 readers', connections: 32, requests: quick ? 64 : 2_000, request: read }),
    await measure({ name: 'one after the other', connections: 1, requests: quick ? 20 : 300, request: post('one') }),
    await measure({ name: 'rush of 200', connections: 200, requests: quick ? 200 : 4_000, request: post('rush') }),
  ]
}

const registration: Scenario = {
  description: 'One hot event: reading the form, registering alone, and the rush of the opening minute.',
  environment: { RATE_LIMITS: 'off' },
  run,
}
export default registration
