import { brokenRules, isBlank, type LooseRecord, type Rule } from '../rule.ts'
import type { Violation } from '../violation.ts'
import { type JobFair, jobFairFields } from './fields.ts'

export interface JobFairFacts {
  /** YYYY-MM-DD. */
  readonly today: string
  /** Another fair has this name and day. */
  readonly isTaken: boolean
}
type Form = Partial<JobFair>
type FairRule = Rule<Form, JobFairFacts>
type Count =
  | 'jobs'
  | 'poorJobs'
  | 'attended'
  | 'poorAttended'
  | 'intents'
  | 'poorIntents'
  | 'employed'
  | 'poorEmployed'

const labelOf = (key: Count): string => jobFairFields.find((field) => field.key === key)?.label ?? key
/** What can only be known once a fair was held. */
const results: readonly Count[] = [
  'attended',
  'poorAttended',
  'intents',
  'poorIntents',
  'employed',
  'poorEmployed',
]
/** A part is never more than its whole. */
const parts: readonly [code: string, part: Count, whole: Count][] = [
  ['D04Jobs', 'poorJobs', 'jobs'],
  ['D04Attended', 'poorAttended', 'attended'],
  ['D04Intents', 'poorIntents', 'intents'],
  ['D04Employed', 'poorEmployed', 'employed'],
  ['D05Intents', 'intents', 'attended'],
  ['D05Employed', 'employed', 'attended'],
  ['D05PoorIntents', 'poorIntents', 'poorAttended'],
  ['D05PoorEmployed', 'poorEmployed', 'poorAttended'],
]

const block = (
  code: string,
  field: keyof JobFair,
  message: FairRule['message'],
  broken: FairRule['broken'],
): FairRule => ({ code, field, severity: 'blocks', message, broken })

/** Rules of a job fair: what it came to cannot be more than who came. */
export const jobFairRules: readonly FairRule[] = [
  block('D01Name', 'name', '请填写招聘会名称', ({ name }) => isBlank(name)),
  block('D01Day', 'heldOn', '请填写开始日期', ({ heldOn }) => isBlank(heldOn)),
  block('D01Taken', 'name', '这一天已经登记过同名的招聘会，请核对', (_form, { isTaken }) => isTaken),
  block('D02Region', 'region', '请选择所属行政区', ({ region }) => isBlank(region)),
  block(
    'D03NotHeld',
    'heldOn',
    '还没有举办的招聘会不能填写参会、意向和就业人数',
    (form, { today }) => (form.heldOn ?? '') > today && results.some((key) => !isBlank(form[key])),
  ),
  ...parts.map(([code, part, whole]) =>
    block(
      code,
      part,
      (form) => `${labelOf(part)}（${form[part]}）不能多于${labelOf(whole)}（${form[whole]}）`,
      (form) => !isBlank(form[part]) && !isBlank(form[whole]) && (form[part] ?? 0) > (form[whole] ?? 0),
    ),
  ),
]

/** Every rule that a job fair breaks. */
export const checkJobFair = (form: LooseRecord, facts: JobFairFacts): Violation[] =>
  brokenRules(jobFairRules, form as Form, facts)
