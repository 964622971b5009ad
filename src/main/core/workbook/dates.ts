/** Excel's serial dates. Day 60 of the 1900 system is 29 February 1900, which never was. */

const millisecondsPerDay = 86_400_000
const epoch1900 = Date.UTC(1899, 11, 30)
const epoch1904 = Date.UTC(1904, 0, 1)
const lastSerial = 2_958_465

/** 'YYYY-MM-DD' for a serial, or null where it is no date: negative, below one, 60, beyond the year 9999. */
export function serialToDate(serial: number, date1904: boolean): string | null {
  const day = Math.floor(serial)
  if (!Number.isFinite(serial) || serial < 0) return null
  if (date1904) return day > lastSerial - 1462 ? null : isoDate(epoch1904 + day * millisecondsPerDay)
  if (day < 1 || day === 60 || day > lastSerial) return null
  return isoDate(epoch1900 + (day < 60 ? day + 1 : day) * millisecondsPerDay)
}

/** The serial in the 1900 system of a valid 'YYYY-MM-DD' (or of the first day of a 'YYYY-MM'), else null. */
export function dateToSerial(text: string): number | null {
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text)
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3] ?? '1')]
  const time = Date.UTC(year, month - 1, day)
  if (year < 1900 || isoDate(time) !== `${match[1]}-${match[2]}-${match[3] ?? '01'}`) return null
  const serial = (time - epoch1900) / millisecondsPerDay
  return serial <= 60 ? serial - 1 : serial
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** Built-in number formats that show a date (14–22 western, 27–36 and 50–58 East Asian), times of day left out. */
const builtInDateFormats = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])

/** Whether a number format shows a calendar date (not only a time of day). */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtInDateFormats.has(id)
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
    .toLowerCase()
    .replace(/general|am\/pm|a\/p|上午\/下午/g, '')
  const section = bare.split(';')[0] as string
  if (/[ydg]/.test(section) || /e(?![+-])/.test(section)) return true
  // An m is a month unless it stands beside hours or seconds.
  return /m/.test(section) && !/[hs]/.test(section)
}
