import type { Channel } from '../../../../shared/domain/records.ts';

const MEDIA: Readonly<Record<string, Channel>> = {
  voice: 'voice',
  video: 'voice',
  callback: 'callback',
  chat: 'chat',
  message: 'chat',
  internalmessage: 'chat',
  email: 'email',
};

/** Messages of networks on which customers write in public or by their account there; the rest (SMS, web messaging, open) are chats. */
const SOCIAL: ReadonlySet<string> = new Set([
  'facebook',
  'twitter',
  'x',
  'line',
  'whatsapp',
  'instagram',
  'apple',
  'telegram',
  'viber',
  'wechat',
  'kakao',
  'kakaotalk',
]);

/** Sessions beside the conversation itself: somebody shows a screen, or listens in. */
const SIDE: ReadonlySet<string> = new Set(['cobrowse', 'screenshare', 'screenmonitoring']);

/** Whether the session carries the conversation. */
export function isMain(mediaType: string | null): boolean {
  return mediaType === null || !SIDE.has(mediaType);
}

/** @param mediaType of the session, @param messageType the network of a message; an unknown kind of media is a ticket */
export function channelOf(mediaType: string | null, messageType: string | null): Channel {
  if (mediaType === 'message' && messageType !== null && SOCIAL.has(messageType.toLowerCase())) return 'social';
  return (mediaType === null ? undefined : MEDIA[mediaType]) ?? 'ticket';
}
