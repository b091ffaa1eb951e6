/** The makers of faults themselves. */
package sleeper.faults;
