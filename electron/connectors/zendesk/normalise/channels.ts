import type { Channel } from '../../../../shared/domain/records.ts';

/**
 * Channel of a ticket from its `via.channel` (vendor's "Via object reference"). A ticket that a call created is work on
 * a case and counts as `ticket`: the call itself comes through Talk as a contact of its own, and must not count twice.
 */
const VIA: Readonly<Record<string, Channel>> = {
  email: 'email',
  mail: 'email',
  chat: 'chat',
  chat_offline_message: 'chat',
  chat_transcript: 'chat',
  messaging: 'chat',
  native_messaging: 'chat',
  web_messaging: 'chat',
  mobile_sdk: 'chat',
  sms: 'chat',
  answer_bot_for_slack: 'chat',
  apple_business_chat: 'social',
  business_messaging_slack_connect: 'chat',
  facebook: 'social',
  facebook_messenger: 'social',
  google_business_messages: 'social',
  google_rcs: 'social',
  instagram_dm: 'social',
  kakaotalk: 'social',
  line: 'social',
  mailgun: 'email',
  sunshine_conversations_api: 'chat',
  sunshine_conversations_facebook_messenger: 'social',
  telegram: 'social',
  twilio_sms: 'chat',
  twitter: 'social',
  twitter_dm: 'social',
  twitter_favorite: 'social',
  viber: 'social',
  wechat: 'social',
  whatsapp: 'social',
  x_corp_dm: 'social',
  any_channel: 'social',
};

/** @param via the raw name; an unknown one (web, api, voice, rules, whatever comes) is a `ticket` */
export function channelOfVia(via: string | null): Channel {
  return (via === null ? undefined : VIA[via]) ?? 'ticket';
}
