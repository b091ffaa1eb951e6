/** How a person at a terminal, or somebody who reads a log later, sees that work goes on. */
package sleeper.cli.progress;
