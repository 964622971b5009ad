/** What every control of a form takes, whatever kind of value it holds. */
export interface ControlProps {
  /** Of the element that a label points to. */
  id: string
  /** Name for screen readers, where no label element points to it. */
  label?: string
  placeholder?: string
  disabled?: boolean
  invalid?: boolean
  /** Ids of the hint and the problems under it. */
  describedBy?: string | undefined
}
