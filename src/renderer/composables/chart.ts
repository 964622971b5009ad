import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

// Only what is drawn; on canvas, because the page's policy allows no inline styles in markup.
use([LineChart, GridComponent, TooltipComponent, CanvasRenderer])

export const makeChart = (element: HTMLElement): ECharts => init(element)
