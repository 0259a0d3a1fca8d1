import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  fromProtobufValue,
  type JsonValue,
  toProtobufValue,
} from '../../../../server/vertex/protobuf-values.ts';

describe('protobuf values', () => {
  it.each<[string, JsonValue, object]>([
    ['null', null, { nullValue: 'NULL_VALUE' }],
    ['a text', 'a', { stringValue: 'a' }],
    ['an empty text', '', { stringValue: '' }],
    ['zero', 0, { numberValue: 0 }],
    ['false', false, { boolValue: false }],
    ['a list', [1], { listValue: { values: [{ numberValue: 1 }] } }],
    ['an object', { a: 'b' }, { structValue: { fields: { a: { stringValue: 'b' } } } }],
  ])('carry %s as google.protobuf.Value describes it', (_name, value, expected) => {
    expect(toProtobufValue(value)).toEqual(expected);
  });

  it('give back every JSON value as it was', () => {
    const values = fc.jsonValue({ depthSize: 'small' }).filter((value) => !Object.is(value, -0));
    fc.assert(
      fc.property(values, (value) => {
        const json = JSON.parse(JSON.stringify(value)) as JsonValue;
        expect(fromProtobufValue(toProtobufValue(json))).toEqual(json);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuse %d, which no Value can carry', (number) => {
    expect(() => toProtobufValue(number)).toThrow(/cannot carry/);
  });

  it.each([[undefined], [null], ['text'], [{}], [[]], [{ stringValue: 3 }]])(
    'read %j as nothing',
    (value) => {
      expect(fromProtobufValue(value)).toBeUndefined();
    },
  );
});
