// Charts: of this service the sandbox has the enumerations that SpreadsheetApp's chart builders take.
import { LocalEmulated, NAME } from './emulated.ts';
import { Enumeration } from './enumeration.ts';
import { CURVES, POINTS, POSITIONS } from './spreadsheet/chart-calls.ts';
import { CHART_TYPES, HIDDEN_STRATEGIES, MERGE_STRATEGIES } from './spreadsheet/chart-specification.ts';

/** The global of that name. */
export class EmulatedCharts extends LocalEmulated {
  readonly [NAME] = 'Charts';
  readonly ChartType = new Enumeration('ChartType', CHART_TYPES);
  readonly ChartMergeStrategy = new Enumeration('ChartMergeStrategy', MERGE_STRATEGIES);
  readonly ChartHiddenDimensionStrategy = new Enumeration('ChartHiddenDimensionStrategy', HIDDEN_STRATEGIES);
  readonly Position = new Enumeration('Position', POSITIONS);
  readonly CurveStyle = new Enumeration('CurveStyle', CURVES);
  readonly PointStyle = new Enumeration('PointStyle', Object.keys(POINTS));
}
