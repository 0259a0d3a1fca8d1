// Tells a database that does not answer just now from a fault of ours: what it refused will be done when it is sent again.

/** Class 08 is connections; the others are a server that stops, starts, is full, or gave up one of two that waited for each other. */
const POSTGRES_STATE = /^(08|57P0|53[23]|40001|40P01|55P03|57014)/;
const SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
/** What the driver says without a code. */
const DRIVER =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Postgres connection has been discarded|Client was closed)/;
/** SQLITE_BUSY: another process holds the write lock. */
const SQLITE_BUSY = 5;

/** Whether an error says that the database is away for the moment. */
export function isStoreAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const told = error as Partial<Readonly<Record<'code' | 'errcode' | 'message' | 'syscall', unknown>>>;
  const code = String(told.code ?? '');
  const isConnection = SYSTEM.has(code) && /^(connect|read|write|getaddrinfo)$/.test(String(told.syscall));
  const isDriver = DRIVER.test(String(told.message ?? ''));
  return isConnection || isDriver || told.errcode === SQLITE_BUSY || POSTGRES_STATE.test(code);
}
