// The script that runs first in each context: the clock, the time zone and the random numbers become the world's, and what
// Node's contexts have but Apps Script has not is taken away. It is text because it must be made in the script's realm.

/** Evaluates to a function of (now, random, offsetMs, timeZone) that returns what Realm needs to make the realm's values. */
export const PRELUDE = `((now, random, offsetMs, timeZone) => {
  const RealDate = Date;
  const slice = Array.prototype.slice;
  const real = RealDate.prototype;
  const own = Object.fromEntries(['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']
    .map((part) => [part, real['get' + part]]));
  // Wall-clock milliseconds of the script's zone to the moment they stand for.
  const momentOf = (wall) => wall - offsetMs(wall - offsetMs(wall));
  const wallOf = (date) => new RealDate(date.getTime() + offsetMs(date.getTime()));
  const isZoned = (text) => /(Z|[+-]\\d\\d:?\\d\\d|GMT|UTC)\\)?$/i.test(text) || /^\\d{4}(-\\d\\d){0,2}$/.test(text);
  const parse = (text) => {
    const date = new RealDate(text);
    if (isZoned(text) || Number.isNaN(date.getTime())) return date.getTime();
    const parts = Object.values(own).map((get) => get.call(date));
    return momentOf(RealDate.UTC(...parts));
  };
  const construct = (values) => {
    if (values.length === 0) return [now()];
    if (values.length > 1) return [momentOf(RealDate.UTC(...values))];
    return typeof values[0] === 'string' ? [parse(values[0])] : values;
  };
  const virtual = new Proxy(RealDate, {
    construct: (target, values, newTarget) => Reflect.construct(target, construct(values), newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : key === 'parse' ? parse : target[key]),
  });
  for (const part of [...Object.keys(own), 'Day']) {
    real['get' + part] = function () { return wallOf(this)['getUTC' + part](); };
    if (part === 'Day') continue;
    real['set' + part] = function (...values) {
      const wall = wallOf(this);
      wall['setUTC' + part](...values);
      return this.setTime(momentOf(wall.getTime()));
    };
  }
  real.getTimezoneOffset = function () { return -offsetMs(this.getTime()) / 60000; };
  real.toString = function () {
    if (Number.isNaN(this.getTime())) return 'Invalid Date';
    const [day, date, month, year, time] = wallOf(this).toUTCString().replace(',', '').split(' ');
    const offset = offsetMs(this.getTime()) / 60000;
    const digits = (value) => String(Math.floor(value)).padStart(2, '0');
    const zone = (offset < 0 ? '-' : '+') + digits(Math.abs(offset) / 60) + digits(Math.abs(offset) % 60);
    return day + ' ' + month + ' ' + date + ' ' + year + ' ' + time + ' GMT' + zone + ' (' + timeZone + ')';
  };
  real.toDateString = function () { return this.toString().slice(0, 15); };
  for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
    const show = real[name];
    real[name] = function (locale, options) { return show.call(this, locale, { timeZone, ...options }); };
  }
  real.constructor = virtual;
  globalThis.Date = virtual;
  Math.random = random;
  for (const name of ['SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'Iterator', 'Float16Array',
    'SuppressedError', 'DisposableStack', 'AsyncDisposableStack']) delete globalThis[name];
  return {
    error: (name, message) => Object.assign(new Error(message), { name }),
    date: (ms) => new RealDate(ms),
    array: (values) => slice.call(values),
    record: (entries) => { const made = {}; for (const [key, value] of entries) made[key] = value; return made; },
  };
})`;
