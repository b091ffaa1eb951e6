/**
 * Where jobs run; start with {@link sleeper.core.platform.Platform}, whose {@link sleeper.core.platform.PlatformDescription} is all
 * that differs from one to the other.
 */
package sleeper.core.platform;
