// MailPort over GmailApp: the open mail, and Gmail labels on threads.
import type { MailPort } from '../addon/ports.ts';

export function googleMail(): MailPort {
  return {
    openMessage: (messageId, accessToken) => {
      GmailApp.setCurrentMessageAccessToken(accessToken);
      const message = GmailApp.getMessageById(messageId);
      return {
        messageId,
        threadId: message.getThread().getId(),
        subject: message.getSubject(),
        body: message.getPlainBody(),
        receivedAt: message.getDate().getTime(),
      };
    },
    labelThread: (threadId, gmailLabel) => {
      const label = GmailApp.getUserLabelByName(gmailLabel) ?? GmailApp.createLabel(gmailLabel);
      GmailApp.getThreadById(threadId).addLabel(label);
    },
  };
}
