import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes a folder a small disk of its own. @throws Error when this account may not */
export function mountDisk(folder: string, megabytes: number): { unmount(): void } {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'pozvanka-faults', folder], {
    stdio: 'pipe',
  })
  return { unmount: () => void execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' }) }
}

/** Whether this machine lets us mount; a sentence when not. */
export function whyNoDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root may mount a small disk'
  const folder = `/tmp/pozvanka-mount-${process.pid}`
  try {
    mountDisk(folder, 1).unmount()
    return undefined
  } catch {
    return 'this container may not mount a small disk (CAP_SYS_ADMIN)'
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Fills the disk but for some kilobytes. Gives the deed that makes room again. */
export function fillDisk(folder: string, leaveKilobytes: number): () => void {
  const { bavail, bsize } = statfsSync(folder)
  const ballast = join(folder, 'ballast')
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leaveKilobytes * 1024)))
  return () => rmSync(ballast, { force: true })
}
