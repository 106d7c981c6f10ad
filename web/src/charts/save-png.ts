import type { ECharts } from './echarts-core.ts';
import { saveBlob } from './save-blob.ts';

/** Saves the chart as it stands, twice as fine as the screen. */
export function savePng(chart: ECharts, name: string, background: string): void {
  const canvas = chart.renderToCanvas({ pixelRatio: 2, backgroundColor: background });
  canvas.toBlob((blob) => blob && saveBlob(blob, name));
}
