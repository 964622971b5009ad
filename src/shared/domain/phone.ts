const mobile = /^1[3-9]\d{9}$/
const landline = /^(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,5})?$/

/** A mobile number of the mainland, 11 digits. */
export const isMobile = (phone: string): boolean => mobile.test(phone)
/** A fixed line: area code optional, 7–8 digits, extension optional. */
export const isLandline = (phone: string): boolean => landline.test(phone)
