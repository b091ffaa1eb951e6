/** What an instance costs; start with {@link sleeper.deploy.cost.StandingCost}. */
package sleeper.deploy.cost;
