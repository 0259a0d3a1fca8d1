// The database cannot be used as it is configured; the message says why and what to do, and never the password in its address.

/** Thrown while a database is opened. */
export class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal';
}
