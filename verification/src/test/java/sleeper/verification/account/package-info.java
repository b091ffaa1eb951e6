/**
 * A deployed instance without an account: its template, and an account that test code plays. Start with {@link
 * sleeper.verification.account.PlayedAccount}.
 */
package sleeper.verification.account;
