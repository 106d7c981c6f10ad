/** Fired at the window by the save button; the chart answers. Apart from the chart, which is loaded late. */
export const SAVE_EVENT = 'claude-usage:save-chart';
