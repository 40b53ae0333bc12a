/**
 * The identification number of a Czech (or Slovak) body, the IČO, as eight digits; undefined when the check digit says
 * it was mistyped. The check digit is `(11 − Σ digit × weight mod 11) mod 10` with the weights 8 to 2; leading zeros
 * may be left out, as people do, and spaces are ignored.
 */
export function checkCompanyNumber(text: string): string | undefined {
  const digits = text.replace(/\s/g, '')
  if (!/^\d{6,8}$/.test(digits)) return undefined
  const number = digits.padStart(8, '0')
  const sum = [8, 7, 6, 5, 4, 3, 2].reduce((total, weight, index) => total + Number(number[index]) * weight, 0)
  const isRight = (11 - (sum % 11)) % 10 === Number(number[7])
  return isRight && Number(number) > 0 ? number : undefined
}
