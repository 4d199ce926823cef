import { query } from '#lib/apollo.ts';
import { ClientDocument, ClientTimelineDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';
import { topicFrom } from './timeline-topics.ts';

export const load: PageLoad = async (event) => {
  const { id } = event.params;
  const text = event.url.searchParams.get('q')?.trim() || null;
  const topic = topicFrom(event.url.searchParams);
  const [record, timeline] = await Promise.all([
    query(event, ClientDocument, { id }),
    query(event, ClientTimelineDocument, { id, text, topics: topic && [topic] }),
  ]);
  return { text, topic, record, timeline };
};
