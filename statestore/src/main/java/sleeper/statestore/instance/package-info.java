/**
 * An instance as those use it who do not care where it is; start with {@link sleeper.statestore.instance.Instance}, and for its data
 * alone with {@link sleeper.statestore.instance.InstanceStores}.
 */
package sleeper.statestore.instance;
