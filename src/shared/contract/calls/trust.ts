/** How another unit stands to this one. */
export const unitRelations = ['upper', 'lower', 'other'] as const
export type UnitRelation = (typeof unitRelations)[number]
