import type { EpisodeKind } from '../../../shared/contract/calls/labourer.ts'
import { employmentFields } from '../../../shared/domain/employment/fields.ts'
import type { Field } from '../../../shared/domain/field.ts'
import { intentionFields, returnFields, trainingWishFields } from '../../../shared/domain/labourer/fields.ts'
import { serviceFields } from '../../../shared/domain/service/fields.ts'
import { trainingFields } from '../../../shared/domain/training/fields.ts'

export type EditableKind = 'employment' | 'training' | 'service'

export interface EpisodeGroup {
  kind: EpisodeKind
  label: string
  /** What one of them is called: 登记一次培训. */
  one: string
  fields: readonly Field[]
  /** Columns of the table. */
  shown: readonly string[]
  /** Entered here; the others follow from the form. */
  editable: boolean
  emptyText: string
}

const typed = (fields: readonly Field[]): Field[] => fields.filter((field) => !field.derived && !field.joined)

/** The dated histories of a person, in the order in which an office asks for them. */
export const episodeGroups: readonly EpisodeGroup[] = [
  {
    kind: 'employment',
    label: '就业',
    one: '就业记录',
    fields: typed(employmentFields),
    shown: ['employerName', 'workplaceRegion', 'employmentForm', 'monthlyWage', 'channel'],
    editable: true,
    emptyText: '还没有就业记录。填写采集表中的“已外出务工情况”会自动生成，也可以在此补登以前的就业。',
  },
  {
    kind: 'training',
    label: '培训',
    one: '培训记录',
    fields: typed(trainingFields),
    shown: ['kind', 'trade', 'provider', 'days', 'allowance'],
    editable: true,
    emptyText: '还没有培训记录。',
  },
  {
    kind: 'service',
    label: '就业服务',
    one: '服务记录',
    fields: typed(serviceFields),
    shown: ['kind', 'servedOn', 'concerned', 'response', 'staff'],
    editable: true,
    emptyText: '还没有服务记录。采集表中的服务次数由这里的记录累计。',
  },
  {
    kind: 'intention',
    label: '外出意愿',
    one: '外出意愿',
    fields: intentionFields,
    shown: [
      'notWorkingKind',
      'plansToGoOut',
      'intendedRegion',
      'intendedJob',
      'expectedWage',
      'noIntentionReason',
    ],
    editable: false,
    emptyText: '没有记录，由采集表中的“暂未外出务工情况”生成。',
  },
  {
    kind: 'return',
    label: '返乡回流',
    one: '返乡回流',
    fields: returnFields,
    shown: ['returnedOn', 'returnReason', 'returnedFromRegion'],
    editable: false,
    emptyText: '没有记录，由采集表中的“返乡回流情况”生成。',
  },
  {
    kind: 'trainingWish',
    label: '培训意愿',
    one: '培训意愿',
    fields: trainingWishFields,
    shown: ['wantsTraining', 'trainingWishKind', 'trainingWishTrade', 'trainingWishOn'],
    editable: false,
    emptyText: '没有记录，由采集表中的“培训意愿”生成。',
  },
]
