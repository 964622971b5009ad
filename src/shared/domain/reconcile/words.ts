/** How both sides of a comparison are called: the ledger and another office, or two lists of two times. */
export interface SideWords {
  ours: string
  theirs: string
  onlyOurs: string
  onlyTheirs: string
}

export const sideWords = (isTwoLists: boolean): SideWords =>
  isTwoLists
    ? { ours: '早先名单', theirs: '现在名单', onlyOurs: '仅早先有', onlyTheirs: '仅现在有' }
    : { ours: '台账', theirs: '对方', onlyOurs: '仅台账有', onlyTheirs: '仅对方有' }
