import { expect, test } from 'vitest';
import { slugOf, topicFrom, topics } from './timeline-topics.ts';

test('each topic is found by its address, and nothing else is', () => {
  for (const { topic } of topics) expect(topicFrom(new URLSearchParams({ topic: slugOf(topic) }))).toBe(topic);
  expect(slugOf('SIGN_INS')).toBe('sign-ins');
  for (const other of ['', 'topic=', 'topic=SIGN_INS', 'topic=all']) expect(topicFrom(new URLSearchParams(other))).toBeNull();
});
