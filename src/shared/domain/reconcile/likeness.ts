import { parseIdNumber } from '../id-number.ts'
import { regionLevel, regionPrefix } from '../region-code.ts'
import { nameKey, residentNumber } from './compare.ts'

/**
 * How likely two rows without a common ID number are the same person, in points that are said in
 * words: a person decides, this only orders the questions and explains them.
 *
 *   likeness(ours, theirs) → { points: 85, reasons: [{ text: '姓名相同', points: 40 }, …] }
 */
export interface Identity {
  name: string | null
  idNumber: string | null
  /** 12 digits. */
  region: string | null
  phone: string | null
  /** YYYY-MM-DD. */
  birthDate: string | null
  /** 1 or 2. */
  sex: string | null
}

export interface Reason {
  text: string
  /** Negative when it speaks against. */
  points: number
}

export interface Likeness {
  /** 0–100. */
  points: number
  reasons: Reason[]
}

/** Below this nobody is asked. */
export const worthAsking = 50
/** From here on, with nothing against it, all may be accepted in one step. */
export const clearEnough = 85

export function likeness(ours: Identity, theirs: Identity): Likeness {
  const reasons = [
    ofNames(ours.name, theirs.name),
    ofIdNumbers(ours.idNumber, theirs.idNumber),
    ofBirth(ours, theirs),
    ofPhones(ours.phone, theirs.phone),
    ofRegions(ours.region, theirs.region),
    ofSex(sexOf(ours), sexOf(theirs)),
  ].filter((reason) => reason !== null)
  const sum = reasons.reduce((total, reason) => total + reason.points, 0)
  return { points: Math.max(0, Math.min(100, sum)), reasons }
}

/** Whether nothing speaks against it and enough for it. */
export const isClear = ({ points, reasons }: Likeness): boolean =>
  points >= clearEnough && reasons.every((reason) => reason.points >= 0)

/** `姓名相同，手机号码相同；但性别不同` */
export function inWords(reasons: readonly Reason[]): string {
  const texts = (wanted: (points: number) => boolean) =>
    reasons.filter(({ points }) => wanted(points)).map(({ text }) => text)
  const against = texts((points) => points < 0)
  const others = texts((points) => points >= 0).join('，')
  return against.length === 0 ? others : `${others}${others ? '；' : ''}但${against.join('，')}`
}

const reason = (text: string, points: number): Reason => ({ text, points })

function ofNames(ours: string | null, theirs: string | null): Reason | null {
  if (!ours || !theirs) return null
  const [one, other] = [nameKey(ours), nameKey(theirs)]
  if (one === other) return reason('姓名相同', 40)
  return charactersApart(one, other, 1) === 1 && Math.min([...one].length, [...other].length) >= 2
    ? reason('姓名差一个字', 15)
    : reason('姓名不同', -25)
}

function ofIdNumbers(ours: string | null, theirs: string | null): Reason | null {
  if (!ours || !theirs) return null
  const [one, other] = [residentNumber(ours), residentNumber(theirs)]
  if (one === other) return reason('身份证号码相同', 40)
  // Two sound numbers belong to two people, however near: twins differ in their last digits only.
  if (isSound(one) && isSound(other)) return reason('身份证号码不同，而且都有效', -20)
  const apart = charactersApart(one, other, 2)
  return apart === null
    ? reason('身份证号码不同，其中一个有误', 0)
    : reason(`身份证号码只差${apart}位，其中一个有误`, 30)
}

const isSound = (number: string): boolean => {
  const { kind, checksumRight } = parseIdNumber(number)
  return kind !== 'invalid' && checksumRight
}

/** A number with a typing error in it may have it in the date or the sex: those then speak for, never against. */
const isDoubtful = ({ idNumber }: Identity): boolean => idNumber !== null && !isSound(idNumber)
const birthOf = ({ birthDate, idNumber }: Identity): string | null =>
  birthDate ?? (idNumber ? parseIdNumber(idNumber).birthDate : null)
const sexOf = (one: Identity): string | null =>
  one.sex ?? (one.idNumber && !isDoubtful(one) ? parseIdNumber(one.idNumber).sex : null)

function ofBirth(ours: Identity, theirs: Identity): Reason | null {
  const [one, other] = [birthOf(ours), birthOf(theirs)]
  if (!one || !other) return null
  if (one === other) return reason('出生日期相同', 25)
  return isDoubtful(ours) || isDoubtful(theirs) ? null : reason('出生日期不同', -10)
}

const digits = (phone: string): string => phone.replace(/\D/g, '')

function ofPhones(ours: string | null, theirs: string | null): Reason | null {
  if (!ours || !theirs) return null
  // People change their numbers: a different one says nothing.
  return digits(ours) === digits(theirs) ? reason('电话相同', 30) : null
}

function ofRegions(ours: string | null, theirs: string | null): Reason | null {
  if (!ours || !theirs) return null
  if (regionLevel(ours) === 5 && ours === theirs) return reason('同村', 15)
  const townships = [ours, theirs].map((code) =>
    (regionLevel(code) ?? 0) >= 4 ? regionPrefix(code, 4) : null,
  )
  if (townships[0] === null || townships[1] === null) return null
  return townships[0] === townships[1] ? reason('同乡镇', 8) : reason('不在一个乡镇', -5)
}

function ofSex(ours: string | null, theirs: string | null): Reason | null {
  return ours && theirs && ours !== theirs ? reason('性别不同', -20) : null
}

/**
 * How many characters differ, up to `most`, else null: of the same length place by place, otherwise
 * with one character more on one side.
 */
export function charactersApart(one: string, other: string, most: number): number | null {
  const [short = [], long = []] = [[...one], [...other]].sort((a, b) => a.length - b.length)
  if (short.length === long.length) {
    const apart = short.filter((character, index) => character !== long[index]).length
    return apart <= most ? apart : null
  }
  if (long.length - short.length > 1) return null
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  return short.slice(at).join('') === long.slice(at + 1).join('') ? 1 : null
}
