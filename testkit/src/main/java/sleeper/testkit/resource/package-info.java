/**
 * What every service does that attempts create something on: {@link sleeper.testkit.resource.ResourceServiceContract}; and one in
 * memory.
 */
package sleeper.testkit.resource;
