/** What only the whole project can prove; start with {@link sleeper.verification.ModuleArrowsTest}. */
package sleeper.verification;
