import { type Field, fieldByKey } from '../../../shared/domain/field.ts'
import { labourerLedger } from '../../../shared/domain/labourer/fields.ts'

interface VillageColumn {
  field: Field
  /** Shorter header than the field's label. */
  header: string
  /** Millimetres; they make up the width of an A3 page without the number at the left. */
  width: number
}

const column = (key: string, width: number, header?: string): VillageColumn => {
  const field = fieldByKey(labourerLedger, key)
  return { field, header: header ?? field.label, width }
}

/** The county's one format of the village ledger. It stays in the office: a public notice shows none of this. */
export const villageColumns: readonly VillageColumn[] = [
  column('headName', 15, '户主'),
  column('name', 15),
  column('sex', 7),
  column('idNumber', 36),
  column('relationToHead', 12, '与户主关系'),
  column('phone', 23),
  column('ethnicity', 13),
  column('education', 17),
  column('householdCategory', 20),
  column('labourAbility', 19),
  column('skillLevel', 11),
  column('employmentState', 16),
  column('workplaceRegion', 41),
  column('employerName', 34),
  column('employmentForm', 18),
  column('employedOn', 19),
  column('monthlyWage', 15, '月工资（元）'),
  column('workedMonths', 12, '务工月数'),
  column('workIncome', 16, '务工收入（元）'),
  column('plansToGoOut', 9, '外出计划'),
  column('wantsTraining', 9, '培训意愿'),
  column('formState', 12, '采集表'),
]
