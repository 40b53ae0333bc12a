/** Passwords have no rules of composition, only a length and a few that everybody guesses first (SEC-13). */
export const shortestPassword = 12
export const longestPassword = 128

/** What is wrong with a new password. */
export type PasswordProblem = 'too-short' | 'too-long' | 'common'

/** Common passwords long enough to pass, without case, spaces and signs. */
const common = new Set([
  '123456789012',
  '1234567890123',
  '12345678901234',
  '0123456789012',
  '123123123123',
  '123456123456',
  '123456789abc',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  '1qazxsw23edc',
  'abcdefghijkl',
  'abcdefghijklm',
  'administrator',
  'adminadminadmin',
  'administrator1',
  'changemechangeme',
  'heslo1234567',
  'heslo12345678',
  'heslo123456789',
  'hesloheslo',
  'heslohesloheslo',
  'mojeheslo123',
  'mojetajneheslo',
  'tajneheslo123',
  'supertajneheslo',
  'iloveyou1234',
  'letmeinletmein',
  'passwordpassword',
  'password1234',
  'password12345',
  'password123456',
  'password123456789',
  'passw0rd1234',
  'pozvankademo',
  'pozvanka1234',
  'pozvankapozvanka',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiop1234',
  'qwertzuiop12',
  'qwertzuiop123',
  'qwertyuiopasdfghjkl',
  'qwertzuiopasdfghjkl',
  'qwertyqwerty',
  'qwertyqwerty123',
  'welcome12345',
  'correcthorsebatterystaple',
  'dragondragon',
  'sunshine1234',
  'football1234',
  'princess1234',
  'slaviapraha1',
  'spartapraha1',
  'ustinadlabem',
])

/**
 * Judges a new password: 12 to 128 characters (code points, so an emoji is one), not a common one, not the address of
 * the account, not a few signs over and over.
 */
export function judgePassword(password: string, email: string): PasswordProblem | undefined {
  const characters = [...password.normalize('NFC')]
  if (characters.length < shortestPassword) return 'too-short'
  if (characters.length > longestPassword) return 'too-long'
  const plain = plainForm(password)
  const address = plainForm(email)
  const guessed =
    plain === address || common.has(plain) || (plain !== '' && new Set(plain).size < 4 && plain.length >= 4)
  return guessed ? 'common' : undefined
}

function plainForm(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[\p{M}\s\p{P}\p{S}]/gu, '')
}

/** The password of the accounts of the demonstration; it opens nothing in production. */
export const demonstrationPassword = 'pozvanka-demo'

/** A link of a forgotten password lives one hour, an invitation one week. */
export const resetMinutes = 60
export const invitationMinutes = 7 * 24 * 60
