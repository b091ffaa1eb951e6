/** What a deployed instance consists of, by name; start with {@link sleeper.core.deployment.InstanceNames}. */
package sleeper.core.deployment;
