/**
 * What a workbook may ask of this machine. Generous for the largest county (500,000 rows of 45 columns, about
 * 1.1 GB of sheet XML), small for whatever has to be held in memory.
 */
export const limits = {
  /** Entries of the ZIP directory. */
  entries: 200,
  /** Bytes of the file itself. */
  fileBytes: 512 * 1024 * 1024,
  /** Bytes of one streamed part (a sheet), and of all parts together. */
  streamedPartBytes: 2 * 1024 * 1024 * 1024,
  totalBytes: 4 * 1024 * 1024 * 1024,
  /** Bytes of the text table, which is held in memory. */
  sharedStringsBytes: 640 * 1024 * 1024,
  heldStringsBytes: 256 * 1024 * 1024,
  sharedStringsCount: 12_000_000,
  /** Bytes of a small part that is held in memory (workbook, relations, styles). */
  heldPartBytes: 16 * 1024 * 1024,
  /** Bytes of a part that is never read (pictures, printer settings): only looked through. */
  unreadPartBytes: 64 * 1024 * 1024,
  unreadTotalBytes: 128 * 1024 * 1024,
  /**
   * Inflated to deflated bytes. Measured: sheets of people 6–15, a column of equal cells 60–110, empty rows 20,
   * zeros 1030. Below `ratioFreeBytes` a part may have any ratio.
   */
  ratio: 300,
  ratioFreeBytes: 4 * 1024 * 1024,
  /** Nested elements. */
  depth: 64,
  /** Bytes of one tag, and of one piece of text between tags. */
  tagBytes: 64 * 1024,
  textBytes: 4 * 1024 * 1024,
  columns: 1024,
  lastColumn: 16_384,
  rows: 1_048_576,
  /** Characters of one cell in Excel; a longer text is cut one character above, so that its length tells. */
  cellCharacters: 32_767,
  merges: 200_000,
  sheets: 100,
  csvBytes: 512 * 1024 * 1024,
  legacyBytes: 64 * 1024 * 1024,
  legacyMilliseconds: 60_000,
  legacyMegabytes: 400,
} as const
