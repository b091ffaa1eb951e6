/** The end of an instance; start with {@link sleeper.deploy.end.Destroy}. */
package sleeper.deploy.end;
