/** What is asked before anything is made; start with {@link sleeper.deploy.check.AccountChecks}. */
package sleeper.deploy.check;
