import type { ParameterView } from '../../../shared/contract/calls/system.ts'

/** The values of a parameter, the latest first. */
export const valuesInOrder = (parameter: ParameterView): ParameterView['values'] =>
  [...parameter.values].sort((one, other) => (other.validFrom ?? '').localeCompare(one.validFrom ?? ''))
