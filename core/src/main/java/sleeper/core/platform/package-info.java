/** Where jobs run; start with {@link sleeper.core.platform.Platform}. */
package sleeper.core.platform;
