/** The embedded instance behind the port of all instances; start with {@link sleeper.local.instance.EmbeddedInstance}. */
package sleeper.local.instance;
