import { hash, verify } from '@node-rs/argon2'
import { takingTurns } from './turns.ts'

/** argon2id (the package's algorithm unless told otherwise), OWASP ASVS 5.0 appendix C (SEC-11). */
const parameters = { timeCost: 2, memoryCost: 19_456, parallelism: 1 } as const
const currentForm = '$argon2id$v=19$m=19456,t=2,p=1$'

/** The hash of a password nobody knows: for unknown accounts the same work is done as for known ones (SEC-19). */
const nobodys = `${currentForm}gdhMkiYxXnqIY+InItAAUw$8HqQ+Op6BrEYV972LbwG083uvNBv3TAIthdHS+ycXG0`

/** Hashes at once: they share four threads with DNS, files and compression (SEC-12). */
const inTurn = takingTurns({ atOnce: 3, most: 50, what: 'passwords to check' })

/**
 * The hash of a new password, in PHC form. What is typed counts as it is, in Unicode NFC: some systems send letters
 * and their accents apart.
 * @throws Busy when too many wait
 */
export async function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFC'), parameters))
}

/**
 * Whether the password belongs to the hash; without a hash (no such account, none set yet) never, after the same time.
 * @throws Busy when too many wait
 */
export async function isPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const fits = await inTurn(() => verify(passwordHash ?? nobodys, password.normalize('NFC')))
  return fits && passwordHash !== null && passwordHash !== undefined
}

/** Whether a hash was made with older parameters and should be made anew at the next sign-in. */
export function isOutdatedHash(passwordHash: string): boolean {
  return !passwordHash.startsWith(currentForm)
}
