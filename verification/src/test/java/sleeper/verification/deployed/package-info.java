/** The command on a deployed instance whose services run on this machine; start with {@link sleeper.verification.deployed.DeployedStandIn}. */
package sleeper.verification.deployed;
