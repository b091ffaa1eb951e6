/** What every instance must do, wherever it is; start with {@link sleeper.testkit.instance.InstanceContract}. */
package sleeper.testkit.instance;
