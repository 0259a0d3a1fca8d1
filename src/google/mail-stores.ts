// The person's own properties and cache, as the Gmail add-on keeps things in them.
import type { CachePort, MailStore } from '../addon/mail/mail-ports.ts';
import { googleStore } from './host.ts';

export function googleMailStore(): MailStore {
  const properties = PropertiesService.getUserProperties();
  return {
    ...googleStore(properties, () => ''),
    writeAll: (values) => {
      properties.setProperties({ ...values }, false);
    },
  };
}

export function googleCache(): CachePort {
  const cache = CacheService.getUserCache();
  return {
    read: (key) => cache.get(key),
    write: (key, value, seconds) => cache.put(key, value, seconds),
    readAll: (keys) => cache.getAll([...keys]),
    writeAll: (values, seconds) => cache.putAll({ ...values }, seconds),
  };
}
