/** Small objects under keys, written once; start with the port {@link sleeper.statestore.object.ObjectStore}. */
package sleeper.statestore.object;
