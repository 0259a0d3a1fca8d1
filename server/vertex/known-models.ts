// What is known of Gemini models on Vertex AI: data with a date, not rules. A deployment replaces it by a file of the same
// form (USHER_GEMINI_CATALOGUE), so that no release is needed when Google changes a price or withdraws a model.
// Sources: Google's page of model versions (docs.cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versioning), its
// deprecation list (ai.google.dev/gemini-api/docs/deprecations) and public mirrors of the price list.
import type { ModelCatalogue } from './model-catalogue.ts';

export const KNOWN_MODELS: ModelCatalogue = {
  checkedOn: '2026-11-24',
  models: [
    {
      id: 'gemini-3.1-flash-lite',
      keptUntil: '2027-05-07',
      thinking: ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'],
      givesLogprobs: false,
      seesImages: true,
      prices: [{ from: '2026-05-07', inputUsd: 0.25, outputUsd: 1.5 }],
    },
    {
      id: 'gemini-3.5-flash-lite',
      keptUntil: null,
      thinking: ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'],
      givesLogprobs: false,
      seesImages: true,
      prices: [{ from: '2026-07-21', inputUsd: 0.3, outputUsd: 2.5 }],
    },
    {
      id: 'gemini-3.8-flash',
      keptUntil: null,
      thinking: ['LOW', 'MEDIUM', 'HIGH'],
      givesLogprobs: false,
      seesImages: true,
      prices: [
        { from: '2026-09-02', inputUsd: 0.75, outputUsd: 3.75 },
        { from: '2027-01-01', inputUsd: 1.5, outputUsd: 7.5 },
      ],
    },
  ],
};
