/**
 * The ports of an instance that is deployed on AWS, over clients of its services. Start at {@link sleeper.deployed.DeployedPortsProvider}
 * for what a function reaches.
 */
package sleeper.deployed;
