export function withoutFaultPoints(path: string, text: string): string
export function removeFaultPoints(folder: string): void
