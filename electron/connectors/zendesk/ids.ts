/**
 * Zendesk numbers tickets and calls, groups and lines, users and chat agents apart from each other, so that a call may
 * bear a ticket's number. Records of the second kind carry a prefix; what follows it is the vendor's own id.
 */

export const CALL_PREFIX = 'call:';
export const LINE_PREFIX = 'line:';
export const CHAT_AGENT_PREFIX = 'chat:';

export function callId(id: string): string {
  return CALL_PREFIX + id;
}

export function lineId(id: string): string {
  return LINE_PREFIX + id;
}

export function chatAgentId(id: string): string {
  return CHAT_AGENT_PREFIX + id;
}
