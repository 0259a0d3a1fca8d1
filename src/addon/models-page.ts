// The page of models: what serves each field, what comes, and the way back with one press. And how strict the gate is.
import { type FieldService, type ModelList, type ModelSummary, Problem } from '../core/contract.ts';
import type { LabelLists } from './label-names.ts';
import { language, messages, pageTexts } from './messages.ts';
import { fetchModels, saveModels } from './model-tab.ts';
import { answerPage } from './page-answer.ts';
import type { HttpRequest, SheetWorld } from './ports.ts';
import { exchange, parseDesk, parseGateFile, parseModelList } from './proxy.ts';
import { writePromises } from './queues-in-force.ts';
import { readQueues } from './queues-tab.ts';
import { isRecord, readSettings, requireSettings, type Settings } from './settings.ts';

/** Models of a field that the page lists, the newest first. */
const SHOWN_MAX = 6;
/** How strict the gate may be, and `own` for a gate file that somebody wrote. */
const PRESETS = ['new-desk', 'steady', 'strict'] as const;
type Gates = (typeof PRESETS)[number] | 'own';

/** `coming`: on its way into service. `kept`: it served once, or waits for a person's word. */
type Standing = 'serving' | 'before' | 'coming' | 'kept';

interface ShownModel {
  readonly id: string;
  readonly field: string;
  readonly createdAt: number;
  readonly rows: number;
  readonly accuracy: number | null;
  readonly standing: Standing;
  /** How far it is, and the model that serves meanwhile. */
  readonly rollout: (NonNullable<FieldService['rollout']> & { readonly serving: string }) | null;
}

export interface ModelsView {
  readonly texts: typeof pageTexts;
  readonly language: string;
  readonly isSetUp: boolean;
  readonly fields: readonly { readonly name: string; readonly models: readonly ShownModel[] }[];
  readonly gates: Gates;
  readonly presets: readonly Gates[];
}

/** The models as the proxy keeps them. */
export function modelsView(world: SheetWorld): ModelsView {
  return answerPage(world, () => {
    const settings = readSettings(world.settings);
    const frame = { texts: pageTexts, language, isSetUp: settings !== null };
    if (!settings) return { ...frame, fields: [], gates: 'new-desk', presets: PRESETS };
    const path = `/v1/desks/${settings.desk}`;
    const list = exchange(world.http, { method: 'GET', path: `${path}/models` }, parseModelList);
    const { content } = exchange(world.http, { method: 'GET', path: `${path}/gates` }, parseGateFile);
    const gates = PRESETS.find((preset) => content.trim() === `preset: ${preset}`) ?? 'own';
    return {
      ...frame,
      fields: settings.fields.map(({ field, header }) => ({ name: header, models: modelsOf(list, field) })),
      gates,
      presets: gates === 'own' ? [...PRESETS, 'own'] : PRESETS,
    };
  });
}

/** Carries out what a person pressed; answers what to tell. */
export function changeModel(world: SheetWorld, sent: unknown): string {
  return answerPage(world, () => {
    const settings = requireSettings(world.settings);
    const choice = parseChoice(sent);
    const path = `/v1/desks/${settings.desk}`;
    switch (choice.deed) {
      case 'gates': {
        const body = JSON.stringify({ content: `preset: ${choice.preset}\n` });
        exchange(world.http, { method: 'PUT', path: `${path}/gates`, body }, parseGateFile);
        return pageTexts.models.gatesSaved;
      }
      case 'back':
        return change(world, settings, choice.field, {
          ...{ method: 'POST', body: '{}' },
          path: `${path}/fields/${choice.field}/rollback`,
        });
      case 'serve':
        return change(world, settings, choice.field, {
          ...{ method: 'PUT', body: JSON.stringify({ model: choice.model }) },
          path: `${path}/fields/${choice.field}/model`,
        });
      default:
        return choice satisfies never;
    }
  });
}

/** Sends the change, which is in force at once; then formulas and the tab of queues follow, which may take until the next lesson. */
function change(world: SheetWorld, settings: Settings, field: string, request: HttpRequest): string {
  const { models, services } = exchange(world.http, request, parseModelList);
  const serving = services.find((one) => one.field === field)?.model;
  const inService = models.filter(({ id }) => id === serving);
  try {
    follow(world, settings, inService, readQueues(world.sheets) ?? {});
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return `${pageTexts.models.changed} ${messages.functionsWait(error.message)}`;
  }
  return pageTexts.models.changed;
}

function follow(
  world: SheetWorld,
  settings: Settings,
  models: readonly ModelSummary[],
  lists: LabelLists,
): void {
  saveModels(world.sheets, fetchModels(world.http, settings, [...models]), lists);
  const desk = exchange(world.http, { method: 'GET', path: `/v1/desks/${settings.desk}` }, parseDesk);
  for (const { field } of models) {
    const promise = desk.promises?.[field];
    if (promise) writePromises(world.sheets, promise, field);
  }
}

function modelsOf({ models, services }: ModelList, field: string): ShownModel[] {
  const service = services.find((one) => one.field === field);
  const own = models.filter((one) => one.field === field);
  const shown = own.map(({ id, createdAt, report }): ShownModel => {
    const standing = standingOf(id, service);
    const rollout = standing === 'coming' && service?.rollout ? service.rollout : null;
    return {
      ...{ id, field, createdAt, rows: report.rows, accuracy: report.accuracy, standing },
      rollout: rollout && service ? { ...rollout, serving: service.model } : null,
    };
  });
  // What serves, and what a roll-back goes to, is there however old it is.
  const isNamed = ({ standing }: ShownModel) => standing !== 'kept';
  const others = shown.filter((one) => !isNamed(one));
  return [...shown.filter(isNamed), ...others].slice(0, SHOWN_MAX).sort((a, b) => b.createdAt - a.createdAt);
}

function standingOf(id: string, service: FieldService | undefined): Standing {
  if (service?.model === id) return 'serving';
  if (service?.rollout?.model === id) return 'coming';
  return service?.previous === id ? 'before' : 'kept';
}

type Choice =
  | { readonly deed: 'gates'; readonly preset: (typeof PRESETS)[number] }
  | { readonly deed: 'back'; readonly field: string }
  | { readonly deed: 'serve'; readonly field: string; readonly model: string };

function parseChoice(sent: unknown): Choice {
  if (isRecord(sent)) {
    const { deed, field, model, preset } = sent;
    const known = PRESETS.find((one) => one === preset);
    if (deed === 'gates' && known !== undefined) return { deed, preset: known };
    if (deed === 'back' && typeof field === 'string') return { deed, field };
    if (deed === 'serve' && typeof field === 'string' && typeof model === 'string')
      return { deed, field, model };
  }
  throw new Problem('bad_request', messages.badChoice);
}
