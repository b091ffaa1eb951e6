/** A deployed instance as commands use it; start at {@link sleeper.deployed.instance.DeployedInstance}. */
package sleeper.deployed.instance;
