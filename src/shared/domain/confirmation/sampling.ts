import { type Parameters, parameterAt } from '../parameters.ts'

/**
 * How many records of a batch are visited again before it is confirmed, and what the visits have to
 * come to. The size is that of a simple random sample from a finite population:
 *
 *   n0 = z² · p · (1 − p) / e²        n = n0 / (1 + (n0 − 1) / N), rounded up
 *
 * with z from the confidence, e the margin of error, p the expected share and N the batch.
 */
export interface SamplingTerms {
  /** Percent: how sure the result has to be. */
  confidence: number
  /** Percent: how far from the truth it may be. */
  margin: number
  /** Percent: the expected share; 50 asks for the most records. */
  proportion: number
  /** Percent of the records reached that may turn out wrong. */
  acceptedPercent: number
  /** Percent of the sample that may not be reached. */
  unreachablePercent: number
}

export const samplingTermsAt = (parameters: Parameters, date: string): SamplingTerms => ({
  confidence: parameterAt(parameters, 'sampleConfidence', date),
  margin: parameterAt(parameters, 'sampleMargin', date),
  proportion: parameterAt(parameters, 'sampleProportion', date),
  acceptedPercent: parameterAt(parameters, 'sampleAcceptedPercent', date),
  unreachablePercent: parameterAt(parameters, 'sampleUnreachablePercent', date),
})

/**
 * The z of a two-sided confidence in percent, below 100: where the normal distribution leaves half of
 * the rest on either side. By bisection of its integral (Abramowitz and Stegun 26.2.17, error below 1e-7).
 */
export function zOf(confidence: number): number {
  const wanted = (1 + confidence / 100) / 2
  let [low, high] = [0, 8]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (belowNormal(middle) < wanted) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The share of a normal distribution that lies below z ≥ 0. */
function belowNormal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
}

/** Records to visit of a batch: none of an empty one, never more than there are. */
export function sampleSize(
  batch: number,
  { confidence, margin, proportion }: Pick<SamplingTerms, 'confidence' | 'margin' | 'proportion'>,
): number {
  if (batch <= 0) return 0
  const [p, e] = [proportion / 100, margin / 100]
  const unlimited = (zOf(confidence) ** 2 * p * (1 - p)) / e ** 2
  return Math.max(1, Math.min(batch, Math.ceil(unlimited / (1 + (unlimited - 1) / batch))))
}

/** The formula with its figures, in words. */
export function sampleSizeInWords(batch: number, terms: SamplingTerms): string {
  const z = zOf(terms.confidence).toFixed(2)
  return `按简单随机抽样的有限总体公式计算：置信度${terms.confidence}%（z=${z}）、允许误差${terms.margin}%、预期比例${terms.proportion}%，先算 n0=z²×p×(1−p)÷e²，再按全批 ${batch} 条修正 n=n0÷(1+(n0−1)÷${batch})，进为整数，抽 ${sampleSize(batch, terms)} 条`
}

export const sampleResults = { true: '属实', false: '不属实', unreachable: '联系不上' } as const
export type SampleResult = keyof typeof sampleResults

export interface Verdict {
  passed: boolean
  /** Why, in words. */
  words: string
}

/**
 * Whether the batch may be confirmed, once every record of the sample was answered. Who could not be
 * reached proves nothing either way: wrong records are counted among those reached, and too many who
 * were not fail the sample by themselves.
 */
export function verdictOf(
  counts: Readonly<Record<SampleResult, number>>,
  { acceptedPercent, unreachablePercent }: Pick<SamplingTerms, 'acceptedPercent' | 'unreachablePercent'>,
): Verdict {
  const reached = counts.true + counts.false
  const all = reached + counts.unreachable
  const share = (part: number, whole: number) => (whole === 0 ? 0 : (part / whole) * 100)
  const wrong = share(counts.false, reached)
  const missed = share(counts.unreachable, all)
  const said = `核实到 ${reached} 条，不属实 ${counts.false} 条（${wrong.toFixed(1)}%，允许不超过${acceptedPercent}%），联系不上 ${counts.unreachable} 条（占样本${missed.toFixed(1)}%，允许不超过${unreachablePercent}%）`
  if (reached === 0 || missed > unreachablePercent)
    return { passed: false, words: `${said}。联系不上的太多，抽查不能说明这一批的情况` }
  if (wrong > acceptedPercent) return { passed: false, words: `${said}。差错超过规定` }
  return { passed: true, words: `${said}。抽查合格` }
}
