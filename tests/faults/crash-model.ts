/** What the office of crash-worker.ts does, and what each of its steps must make of what stood there. */
export const steps = ['import', 'undo', 'confirm', 'receive', 'backup'] as const
export type Step = (typeof steps)[number]

export interface CrashState {
  /** By the list, and by the sums that triggers keep. */
  people: number
  counted: number
  confirmed: number
  batches: number
  /** In force. */
  imports: number
  /** Numbers of the packages that the people watched have their telephone numbers from: never two at once. */
  received: number[]
  backups: string[]
}

/** People in the ledger from the beginning, whom packages change and the task force confirms. */
export const watchedPeople = 30
/** Who is logged in, and who confirms. */
export const enteredBy = '云州经办'
export const taskForce = '龙专干'
/** Rows of one workbook; only one import is in force at a time. */
export const importedRows = 60
/** They are the ones whose telephone number a package carries. */
export const watched = [{ field: 'phone', op: 'contains', value: '1990000' }] as const as never
export const phoneOf = (number: number): string => `1990000${String(1000 + number)}`
export const inboxNumber = (phone: string): number => Number(phone.slice(-4)) - 1000

/** The state after a step; backups are looked at by themselves. */
export function after(before: CrashState, step: Step): CrashState {
  const { people, confirmed, imports, batches, received } = before
  const withPeople = (number: number) => ({ people: people + number, counted: people + number })
  switch (step) {
    case 'import':
      return { ...before, ...withPeople(importedRows), imports: imports + 1, batches: batches + 1 }
    case 'undo':
      return { ...before, ...withPeople(-importedRows), imports: imports - 1, batches: batches + 1 }
    case 'confirm':
      // Sending back has a reason, so it stands among the batches; confirming has none.
      return confirmed > 0
        ? { ...before, batches: batches + 1, confirmed: 0 }
        : { ...before, confirmed: watchedPeople }
    case 'receive':
      // What changes has to be confirmed anew.
      return { ...before, batches: batches + 1, confirmed: 0, received: [(received[0] ?? 0) + 1] }
    case 'backup':
      return before
  }
}
