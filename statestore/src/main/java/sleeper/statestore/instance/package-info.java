/** The stores of an instance together; start with {@link sleeper.statestore.instance.InstanceStores}. */
package sleeper.statestore.instance;
