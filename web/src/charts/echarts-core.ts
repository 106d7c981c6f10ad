/** The part of ECharts that the page draws with. Loaded when the first chart comes on the screen. */
import { BarChart, type BarSeriesOption } from 'echarts/charts';
import { GridComponent, type GridComponentOption } from 'echarts/components';
import { init, use, type ComposeOption, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, GridComponent, CanvasRenderer]);

export type BarsOption = ComposeOption<BarSeriesOption | GridComponentOption>;
export { init, type ECharts };
