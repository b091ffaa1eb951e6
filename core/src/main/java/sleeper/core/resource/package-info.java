/**
 * What attempts create on the platforms, and how it is found and ended; start with {@link sleeper.core.resource.ResourceService}.
 */
package sleeper.core.resource;
