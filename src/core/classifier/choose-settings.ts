// Chooses the settings of a training by what fits say of rows that they have not seen, as log-loss after calibration.
import { chooseMixture, summedLogLoss } from './calibrate.ts';
import { assignFolds } from './folds.ts';
import type { Settings } from './model-settings.ts';
import { changesToTry, likelySettings } from './settings.ts';
import { type Folds, scoreUnseen, UNUSED_FOLD, type Unseen, type Workplace } from './workplace.ts';

/** The settings kept, and what fits with them say of rows that they have not seen. */
export interface Choice {
  readonly settings: Settings;
  readonly unseen: Unseen;
}

/** Rows that settings are tried on; with more, the differences that matter are seen on a part. */
const TRIAL_ROWS = 8_000;
/** Share of the log-loss that a change must save on a part of the rows, where less is the luck of the part. */
const TRIAL_GAIN_MIN = 0.03;
/** As many as a byte can tell apart, one of which says that a row is not used. */
const FOLDS_MAX = 255;

/** Starts from the likely settings and keeps each change that lowers the log-loss of unseen rows. */
export function chooseSettings(place: Workplace, folds: Folds): Choice {
  const { documents, priorDocuments, labels } = place.rows;
  const rows = documents.length;
  const likely = likelySettings(rows > 0 ? documents : priorDocuments, rows, labels.length);
  if (folds.scoring === 'none') return { settings: likely, unseen: scoreUnseen(place, folds, likely) };
  const trial = trialFolds(place, folds);
  // On a part of the rows the linear view decides alone: it is what the choices are about, and the others take most of the time.
  const tried = (settings: Settings): Settings =>
    trial === folds ? settings : { ...settings, secondEpochs: 0, hasBayes: false };
  let best = { settings: likely, unseen: scoreUnseen(place, trial, tried(likely)) };
  let bestLoss = lossOf(best.unseen);
  for (const change of changesToTry(likely, rows)) {
    const settings = { ...best.settings, ...change };
    const unseen = scoreUnseen(place, trial, tried(settings));
    const loss = lossOf(unseen);
    if (loss >= bestLoss * (trial === folds ? 1 : 1 - TRIAL_GAIN_MIN)) continue;
    bestLoss = loss;
    best = { settings, unseen };
  }
  return trial === folds ? best : { ...best, unseen: scoreUnseen(place, folds, best.settings) };
}

function lossOf(unseen: Unseen): number {
  return summedLogLoss(unseen, chooseMixture(unseen));
}

/** The same share of held-out rows within a random part of the rows, where there are many; else the folds themselves. */
function trialFolds({ rows: { hashes, targets } }: Workplace, folds: Folds): Folds {
  const parts = Math.min(FOLDS_MAX, Math.ceil((folds.folds * hashes.length) / TRIAL_ROWS));
  if (parts <= folds.folds) return folds;
  const foldOfRow = assignFolds(hashes, targets, parts).map((part) =>
    part < folds.folds ? part : UNUSED_FOLD,
  );
  return { ...folds, foldOfRow };
}
