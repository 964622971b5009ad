/**
 * RC2 in CBC mode (RFC 2268), for reading old .pfx files only: OpenSSL 1, Java and Windows encrypted the certificates
 * in them with 40-bit RC2. It protects nothing, and nothing is written with it.
 */

/** Table PITABLE of RFC 2268, section 2: the digits of pi. */
const piTable = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
)

/** The 64 words of the expanded key; the effective length is that of the key. */
function expandKey(key: Uint8Array): Uint16Array {
  const bytes = Buffer.alloc(128)
  bytes.set(key)
  const at = (index: number) => bytes[index] ?? 0
  for (let index = key.length; index < 128; index++) {
    bytes[index] = piTable[(at(index - 1) + at(index - key.length)) & 0xff] ?? 0
  }
  const length = key.length
  bytes[128 - length] = piTable[at(128 - length)] ?? 0
  for (let index = 127 - length; index >= 0; index--) {
    bytes[index] = piTable[at(index + 1) ^ at(index + length)] ?? 0
  }
  return new Uint16Array(bytes.buffer, bytes.byteOffset, 64)
}

const rotations = [1, 2, 3, 5] as const

function decryptBlock(words: Uint16Array, key: Uint16Array): void {
  const word = (index: number) => words[index & 3] ?? 0
  let next = 63
  const unmix = () => {
    for (let index = 3; index >= 0; index--) {
      const shift = rotations[index] ?? 0
      const turned = ((word(index) >> shift) | (word(index) << (16 - shift))) & 0xffff
      const mixed = (word(index - 1 + 4) & word(index - 2 + 4)) + (~word(index - 1 + 4) & word(index - 3 + 4))
      words[index] = turned - (key[next--] ?? 0) - mixed
    }
  }
  const unmash = () => {
    for (let index = 3; index >= 0; index--) {
      words[index] = word(index) - (key[word(index - 1 + 4) & 63] ?? 0)
    }
  }
  for (const rounds of [5, 6, 5]) {
    for (let round = 0; round < rounds; round++) unmix()
    if (next >= 0) unmash()
  }
}

/** Decrypts and takes the padding off. Throws `RangeError` where the padding is wrong, as it is for a wrong key. */
export function decryptRc2Cbc(key: Uint8Array, iv: Uint8Array, content: Uint8Array): Buffer {
  if (content.length === 0 || content.length % 8 !== 0) throw new RangeError('length')
  const expanded = expandKey(key)
  const plain = Buffer.alloc(content.length)
  let before = Buffer.from(iv)
  for (let start = 0; start < content.length; start += 8) {
    const block = Buffer.from(content.subarray(start, start + 8))
    const words = Uint16Array.from({ length: 4 }, (_, index) => block.readUInt16LE(index * 2))
    decryptBlock(words, expanded)
    for (let index = 0; index < 8; index++) {
      const byte = ((words[index >> 1] ?? 0) >> ((index & 1) * 8)) & 0xff
      plain[start + index] = byte ^ (before[index] ?? 0)
    }
    before = block
  }
  const padding = plain.at(-1) ?? 0
  const whole = padding >= 1 && padding <= 8 && plain.subarray(-padding).every((byte) => byte === padding)
  if (!whole) throw new RangeError('padding')
  return plain.subarray(0, -padding)
}
