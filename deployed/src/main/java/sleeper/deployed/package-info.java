/**
 * The ports of an instance that is deployed on AWS, over clients of its services. Start at {@link sleeper.deployed.DeployedPortsProvider}
 * for what a function reaches, and go on with {@link sleeper.deployed.DeployedPlatforms} for what of it depends on the platforms; what a
 * command reaches is in {@link sleeper.deployed.instance}.
 */
package sleeper.deployed;
