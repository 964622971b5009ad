import type { z } from 'zod'

const kinds: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '是或否',
  array: '一组内容',
  object: '一组项目',
  record: '一组项目',
  null: '空',
}

/**
 * What an input that does not fit is told where its schema has no sentence of its own. The library's
 * Chinese names types in English; these are the words of the screen.
 */
export function inputMessage(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? '缺少这一项，请填写'
        : `这一项应为${kinds[issue.expected] ?? '另一种内容'}`
    case 'too_big':
      return bounded(issue.origin, `不超过${issue.maximum}`, `不能大于${issue.maximum}`)
    case 'too_small':
      return issue.minimum === 1 && issue.origin !== 'number' && issue.origin !== 'int'
        ? '这一项不能为空'
        : bounded(issue.origin, `至少${issue.minimum}`, `不能小于${issue.minimum}`)
    case 'invalid_value':
      return '不在可选范围内，请重新选择'
    case 'invalid_format':
      return '格式不正确'
    case 'unrecognized_keys':
      return `不认识这些项目：${issue.keys.join('、')}`
    default:
      return '内容不符合要求'
  }
}

const bounded = (origin: string, counted: string, measured: string): string => {
  if (origin === 'string') return `${counted}个字`
  return origin === 'array' || origin === 'set' || origin === 'map' ? `${counted}项` : measured
}
