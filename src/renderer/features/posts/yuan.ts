const format = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Fen as yuan with two decimals: 58636 → 586.36. */
export const yuan = (fen: number): string => format.format(fen / 100)
