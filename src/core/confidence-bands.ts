// The three bands in which people are told a confidence, wherever they meet it.

/** From here on a prediction is called very likely, 0–1. */
export const VERY_LIKELY_MIN = 0.9;
/** From here on a prediction is called likely, below it unsure, 0–1. */
export const LIKELY_MIN = 0.6;
