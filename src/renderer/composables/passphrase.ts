export interface PassphraseAdvice {
  /** 0 cannot be used, 1 weak, 2 fair, 3 good. */
  level: 0 | 1 | 2 | 3
  acceptable: boolean
  words: string
}

const guessable = /^(\d+|(.)\2*|password.*|qwerty.*|abc.*|admin.*|a?12345.*)$/i

/**
 * Advice on a passphrase while it is typed, in the words of somebody at the next desk. Only length
 * and being the own name are refused; the rest is advice.
 */
export function judgePassphrase(passphrase: string, userName = ''): PassphraseAdvice {
  if (passphrase === '') return { level: 0, acceptable: false, words: '请输入口令' }
  if (passphrase.length < 8) {
    return { level: 0, acceptable: false, words: `口令只有${passphrase.length}个字符，至少要8个` }
  }
  if (userName && passphrase.trim() === userName.trim()) {
    return { level: 0, acceptable: false, words: '口令不能就是姓名，请换一个' }
  }
  if (guessable.test(passphrase)) {
    return { level: 1, acceptable: true, words: '较弱：容易被猜到，建议加上不相关的词或符号' }
  }
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(passphrase)).length
  const score = passphrase.length + (kinds - 1) * 2
  if (score < 12) return { level: 1, acceptable: true, words: '较弱：再长一些会更稳妥' }
  if (score < 17) return { level: 2, acceptable: true, words: '一般：可以使用，再长一些更好' }
  return { level: 3, acceptable: true, words: '较好：不易被猜到，请记牢' }
}
