// The tables as Kysely sees them, in the subset that SQLite and PostgreSQL share: text ids, epoch milliseconds as bigint,
// JSON as text, flags as 0 or 1. No column holds ticket text, a word of one, or an explanation.

interface DeskTable {
  id: string;
  name: string;
  /** JSON of the contract's fields with their labels. */
  fields: string;
  version: number;
  /** 32-bit seed with which texts of this desk are hashed into features. */
  feature_seed: number;
  /** Hexadecimal key of the desk's text hashes. */
  text_key: string;
  created_at: number;
  changed_at: number;
  /** Grows with all that decides tickets: labels, members, models in service, watchdogs. */
  epoch: number;
  /** `off`, `redact` or `block`: what happens to private data where text would leave the process. */
  redaction: string;
}

interface MemberTable {
  desk_id: string;
  /** Lower case. */
  email: string;
  role: string;
  since: number;
}

interface ModelTable {
  id: string;
  desk_id: string;
  field_id: string;
  created_at: number;
  bytes: Uint8Array;
  byte_count: number;
  /** JSON of the contract's model report. */
  report: string;
  /** JSON of what is proven of this model; null where nothing was tested. */
  promise: string | null;
}

interface ModelInServiceTable {
  desk_id: string;
  field_id: string;
  model_id: string;
  since: number;
  /** The model before, to which a roll-back goes; null where there was none. */
  previous_id: string | null;
}

/** A model on its way into service. */
interface RolloutTable {
  desk_id: string;
  field_id: string;
  model_id: string;
  /** 0 is shadow; n is the n-th share of tickets that it answers. */
  step: number;
  /** Tickets of this step that both models predicted, and those on which they agreed. */
  tickets: number;
  agreed: number;
  /** JSON. */
  rules: string;
  is_ready: number;
  since: number;
}

/** What belongs to a model beside its bytes: manifest, signature, card, and what a comparison needs. */
interface VersionTable {
  model_id: string;
  desk_id: string;
  /** Beginning of the manifest's SHA-256. */
  name: string;
  files: Uint8Array;
}

interface GateFileTable {
  desk_id: string;
  /** YAML. */
  content: string;
}

interface SigningKeyTable {
  id: string;
  /** PEM. */
  private_key: string;
}

interface TrainingSessionTable {
  id: string;
  desk_id: string;
  created_at: number;
  expires_at: number;
  /** `open`, `training` or `done`. */
  state: string;
  /** While training: the session may be taken over after this instant. */
  lease_until: number;
  /** JSON of the contract's training result, once done. */
  result: string | null;
}

interface TrainingPartTable {
  session_id: string;
  part: number;
  row_count: number;
  /** Encoded documents: hashed grams, one document a row. */
  documents: Uint8Array;
  /** JSON: label id or null of each row, by field. */
  labels: string;
  /** JSON: id and language of each row. */
  facts: string;
  /** Probes of robustness, packed. */
  probes: Uint8Array | null;
}

interface AnswerTable {
  desk_id: string;
  run_id: string;
  ticket_id: string;
  text_hash: string;
  field_id: string;
  language: string;
  /** JSON of the contract's field answer without its explanation. */
  answer: string;
  answered_at: number;
}

interface PredictionLogTable {
  id: string;
  desk_id: string;
  field_id: string;
  run_id: string;
  ticket_id: string;
  logged_at: number;
  decision: string;
  label: string | null;
  confidence: number | null;
  backend: string;
  model: string;
  /** 1 when another backend was asked first and could not answer. */
  is_fallback: number;
  language: string;
  text_length: number;
  /** What the decision would have been with every queue in mode `auto`. */
  in_auto: string;
}

interface WatchdogTable {
  desk_id: string;
  field_id: string;
  group_id: string;
  /** JSON of the watchdog. */
  state: string;
  changed_at: number;
}

interface AuditTable {
  desk_id: string;
  ticket_id: string;
  field_id: string;
  model: string;
  withheld_label: string;
  confidence: number;
  opened_at: number;
  /** Null until a person has judged. */
  /** Null while nobody has judged, empty where the person chose a label that the desk does not have. */
  persons_label: string | null;
  judged_at: number | null;
  /** Keyed hash of the ticket's text: copies of a text are one piece of evidence. */
  text_hash: string;
}

/** The prediction log by the hour. */
interface HourlyTable {
  desk_id: string;
  field_id: string;
  /** Epoch milliseconds at which the hour began. */
  hour: number;
  decision: string;
  /** Empty where there was none. */
  label: string;
  backend: string;
  model: string;
  tickets: number;
  fallbacks: number;
  confidence_sum: number;
}

/** Tickets that were charged, by the day in UTC. */
interface ChargeTable {
  desk_id: string;
  /** Epoch milliseconds at which the day began. */
  day: number;
  tickets: number;
}

interface UsageTable {
  scope: string;
  period: string;
  amount: number;
  changed_at: number;
}

interface TrailTable {
  /** Without a reference, since the trail of a desk outlives the desk. */
  desk_id: string;
  at: number;
  actor: string;
  action: string;
  /** JSON. */
  facts: string;
}

/** A second model's calibration beside the desk's own model. */
interface OpinionTable {
  desk_id: string;
  field_id: string;
  pair: string;
  id: string;
  /** JSON. */
  weights: string;
  /** JSON of what is proven; null where nothing was tested. */
  promise: string | null;
  row_count: number;
  created_at: number;
}

/** One ticket as the monitors remember it for some weeks. */
interface TraceTable {
  desk_id: string;
  field_id: string;
  ticket_id: string;
  arrived_at: number;
  seen_at: number;
  label: string;
  confidence: number;
  /** The desk's own model; empty where it had none. */
  model: string;
  language: string;
  text_length: number;
  unknown_rate: number;
  /** Encoded document: hashed words and word pairs. */
  document: Uint8Array;
  probabilities: Uint8Array;
  /** JSON. */
  attributes: string;
  is_assigned: number;
  is_watched: number;
  /** A number below 1,000 from the id, by which traces are thinned. */
  lot: number;
}

interface MonitorStateTable {
  desk_id: string;
  field_id: string;
  revision: number;
  /** JSON. */
  state: string;
  documents: Uint8Array | null;
}

interface OutbreakTable {
  desk_id: string;
  field_id: string;
  id: string;
  /** JSON. */
  outbreak: string;
  last_seen_at: number;
}

/** Every table by its name. */
export interface Tables {
  desks: DeskTable;
  members: MemberTable;
  models: ModelTable;
  models_in_service: ModelInServiceTable;
  rollouts: RolloutTable;
  versions: VersionTable;
  gate_files: GateFileTable;
  signing_keys: SigningKeyTable;
  training_sessions: TrainingSessionTable;
  training_parts: TrainingPartTable;
  answers: AnswerTable;
  prediction_log: PredictionLogTable;
  watchdogs: WatchdogTable;
  audits: AuditTable;
  trail: TrailTable;
  hourly: HourlyTable;
  charges: ChargeTable;
  usage: UsageTable;
  opinions: OpinionTable;
  traces: TraceTable;
  monitor_states: MonitorStateTable;
  outbreaks: OutbreakTable;
}
