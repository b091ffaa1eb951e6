/** What becomes of notifications on the embedded run; start with {@link sleeper.local.mail.Mailbox}. */
package sleeper.local.mail;
