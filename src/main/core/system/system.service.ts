import type { ParameterView } from '../../../shared/contract/calls/system.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { type Parameter, parameterAt, parameterProblem } from '../../../shared/domain/parameters.ts'
import { businessDate, type CallScope, type Handlers } from '../context.ts'
import { recheck } from '../person/recheck.service.ts'

const catalogueOf = ({ app }: CallScope) => app.desk?.catalogue() ?? app.base
const todayOf = ({ app }: CallScope) => businessDate(app.place.now())

const viewOf = (parameter: Parameter, all: readonly Parameter[], today: string): ParameterView => ({
  key: parameter.key,
  label: parameter.label,
  unit: parameter.unit,
  min: parameter.min,
  max: parameter.max,
  decimals: parameter.decimals,
  source: parameter.source,
  values: parameter.values.map((value) => ({ ...value })),
  current: parameterAt(all, parameter.key, today),
})

export const systemHandlers = {
  'dictionary.all': (_input, scope) => [...catalogueOf(scope).dictionaries.values()],
  'dictionary.saveItem': (input, { desk, app }) => {
    const dictionary = desk.catalogue().dictionaries.get(input.dictionary)
    if (!dictionary) throw new Refusal('not_found', '没有这个字典，请刷新后重试。')
    if (input.validFrom && input.validTo && input.validTo < input.validFrom) {
      throw new Refusal('invalid_input', '停用日期不能早于启用日期。', [
        { path: 'validTo', message: '早于启用日期' },
      ])
    }
    const twin = dictionary.items.find((item) => item.label === input.label && item.code !== input.code)
    if (twin)
      throw new Refusal('conflict', `“${input.label}”已在字典里，请换一个名称。`, [
        { path: 'label', message: '名称重复' },
      ])
    const { dictionary: key, ...item } = input
    desk.catalogueStore.saveItem(key, item, app.place.now(), desk.user)
    desk.forget()
    const saved = desk.catalogue().dictionaries.get(key)
    if (!saved) throw new Error('dictionary vanished')
    return saved
  },
  'parameter.all': (_input, scope) => {
    const { parameters } = catalogueOf(scope)
    return parameters.map((parameter) => viewOf(parameter, parameters, todayOf(scope)))
  },
  'parameter.set': (input, scope) => {
    const { desk, app } = scope
    const known = desk.catalogue().parameters.find((candidate) => candidate.key === input.key)
    if (!known) throw new Refusal('not_found', '没有这个参数，请刷新后重试。')
    const problem = parameterProblem(known, input.value)
    if (problem)
      throw new Refusal('invalid_input', `${problem}，没有保存。`, [{ path: 'value', message: problem }])
    desk.catalogueStore.saveParameter(input.key, input.validFrom, input.value, app.place.now(), desk.user)
    desk.forget()
    recheck(scope)
    const { parameters } = desk.catalogue()
    const parameter = parameters.find((candidate) => candidate.key === input.key)
    if (!parameter) throw new Error('parameter vanished')
    return viewOf(parameter, parameters, todayOf(scope))
  },
  'preference.all': (_input, { desk }) => desk.catalogueStore.preferences(),
  'preference.set': (input, { desk }) => {
    desk.catalogueStore.setPreference(input.key, input.value)
    return null
  },
} satisfies Partial<Handlers>
