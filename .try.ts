import { startEmbedded, ensureDatabase } from '/work/main/src/core/embedded-postgres.ts'
const home = process.argv[2]!
const t0 = performance.now()
const s = await startEmbedded({ home, log: l => console.log('  *', l) })
await ensureDatabase(s.connection, 'pozvanka')
console.log('ms', Math.round(performance.now() - t0), s.connection.host, s.pid, s.adopted, 'me', process.pid)
if (process.argv[3] === 'hang') setInterval(() => 0, 1000)
else { const t1 = performance.now(); await s.stop(); console.log('stopped', Math.round(performance.now() - t1)) }
