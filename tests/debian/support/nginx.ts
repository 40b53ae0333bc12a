import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'

/** nginx with the configuration of `deploy/`, without TLS, in front of applications. */
export interface Proxy extends Daemon {
  readonly url: string
}

const deploy = resolve(import.meta.dirname, '../../../deploy')

/**
 * Starts nginx.
 * @param servers where the applications listen
 * @param change what a control does to the configuration
 */
export async function startNginx(
  servers: readonly string[],
  change: (configuration: string) => string = text => text,
): Promise<Proxy> {
  const daemon = await startDaemon({
    program: '/usr/sbin/nginx',
    prepare(folder, port) {
      const read = (name: string) => readFileSync(join(deploy, name), 'utf8')
      const common = join(folder, 'pozvanka-proxy.conf')
      writeFileSync(common, read('pozvanka-proxy.conf'))
      const upstream = servers.map(url => `server ${new URL(url).host} max_fails=1 fail_timeout=2s;`).join('\n')
      const given = read('nginx.conf')
        .replace(/ {4}server 127\.0\.0\.1:3000[^]*?(?= {4}keepalive 64)/, `${upstream}\n`)
        .replace('listen 443 ssl', `listen 127.0.0.1:${port}`)
        .replace(/.*ssl_certificate.*\n/g, '')
        .replaceAll('/etc/nginx/pozvanka-proxy.conf', common)
        .replace('/var/cache/nginx/pozvanka', join(folder, 'cache'))
      for (const part of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi', 'cache']) mkdirSync(join(folder, part))
      const parts = ['client_body_temp_path body', 'proxy_temp_path proxy', 'fastcgi_temp_path fastcgi']
      const temporary = [...parts, 'uwsgi_temp_path uwsgi', 'scgi_temp_path scgi'].map(part => {
        const [name, place = ''] = part.split(' ')
        return `${name} ${join(folder, place)};`
      })
      const whole = `daemon off;
user ${process.getuid?.() === 0 ? 'root' : 'nobody'};
pid ${folder}/pid;
error_log ${folder}/error.log;
events { worker_connections 512; }
http {
access_log off;
${temporary.join('\n')}
${change(given)}
}
`
      const file = join(folder, 'nginx.conf')
      writeFileSync(file, whole)
      return ['-c', file, '-e', join(folder, 'error.log')]
    },
  })
  return { ...daemon, url: `http://127.0.0.1:${daemon.port}` }
}
