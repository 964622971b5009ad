/**
 * The few dictionary codes that rules name. Everything else about a dictionary is data; a test
 * holds these against `resources/dictionaries`.
 */
export const verification = { verified: 'verified', unreachable: 'unreachable' } as const
export const currentStatus = {
  normal: 'normal',
  temporaryExit: 'temporaryExit',
  permanentExit: 'permanentExit',
} as const
export const exitReason = { death: 'death' } as const
/** Reasons by the exit they belong to. */
export const exitReasonsOf = {
  temporaryExit: ['study', 'army', 'prison', 'temporaryIncapacity'],
  permanentExit: ['death', 'permanentIncapacity'],
} as const
export const labourAbility = {
  ordinary: 'ordinary',
  skilled: 'skilled',
  weakOrHalf: 'weakOrHalf',
  lost: 'lost',
  none: 'none',
} as const
/** Who has lost the ability to work, or never had it, is not collected. */
export const isUnable = (ability: unknown): boolean =>
  ability === labourAbility.lost || ability === labourAbility.none
export const skillLevel = { none: 'none' } as const
export const employmentForm = {
  unit: 'unit',
  venture: 'venture',
  flexible: 'flexible',
  workshop: 'workshop',
  publicPost: 'publicPost',
  other: 'other',
} as const
export const formIndustry = { other: 'other' } as const
export const notWorkingKind = { never: 'never', becameUnemployed: 'becameUnemployed' } as const
export const noIntentionReason = { other: 'other' } as const
/** 大专 and above: 3x, 2x and 1x of the education dictionary. */
export const isCollege = (education: unknown): boolean =>
  typeof education === 'string' && /^[123]/.test(education)
/** 初中 and 高中, from which a 两后生 comes. */
export const schoolEducation: readonly string[] = ['70', '60']
